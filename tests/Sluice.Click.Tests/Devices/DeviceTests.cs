using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Click.Configuration;
using Sluice.Click.Elements.Devices;
using Sluice.Click.Packets;
using Sluice.Click.Tests.Elements;
using Sluice.Packets;

namespace Sluice.Click.Tests.Devices;

public sealed class DeviceTests
{
    const string Wire = """
        FromDevice(ra) -> up :: Counter -> Queue(10000) -> to_b :: ToDevice(rb);
        FromDevice(rb) -> down :: Counter -> Queue(10000) -> to_a :: ToDevice(ra);
        """;

    [Fact]
    public void Two_namespaces_reach_each_other_through_a_router()
    {
        using Network network = new(Wire);
        network.A.Run("ping -c 3 -i 0.05 -W 2 10.9.0.2");
        Assert.True(network.Count("up.count") >= 3);
        Assert.True(network.Count("to_a.count") >= 3);
    }

    // A TCP sender within one machine makes segments of up to 64 KiB and leaves their checksums open.
    [Fact]
    public void Large_transfers_arrive_whole()
    {
        using Network network = new(Wire);
        var sent = new byte[8 << 20];
        new Random(7).NextBytes(sent);
        var listener = network.B.Do(() =>
        {
            TcpListener made = new(IPAddress.Parse("10.9.0.2"), 5000);
            made.Start();
            return made;
        });
        byte[] received = [];
        Thread receiver = new(() =>
        {
            using var socket = listener.AcceptSocket();
            using NetworkStream stream = new(socket);
            received = SHA256.HashData(stream);
        })
        { IsBackground = true };
        receiver.Start();
        using (var client = network.A.Do(() => new TcpClient("10.9.0.2", 5000)))
        {
            client.GetStream().Write(sent);
        }

        Assert.True(receiver.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal(SHA256.HashData(sent), received);
        Assert.Equal(0, network.Count("to_b.refused"));
        listener.Dispose();
    }

    [Fact]
    public void Tags_that_the_kernel_takes_out_are_put_back()
    {
        using Network network = new("FromDevice(ra) -> k :: Classifier(12/8100 14/0005 16/0806, -) -> tagged :: Counter -> Discard; k [1] -> other :: Counter -> Discard; Idle -> ToDevice(rb)");
        // 802.1Q: VLAN 5, then an ARP request's beginning.
        var frame = Convert.FromHexString("ffffffffffff02000000000181000005080600010800060400010200000000010a0500010000000000000a050002");
        network.A.Do(() =>
        {
            using PacketPool pool = new();
            using var socket = PacketSocket.Send("va");
            PacketBatch batch = new(pool.Allocate(frame));
            var refused = 0L;
            return socket.Give(ref batch, ref refused);
        });
        network.WaitFor("tagged.count", 1);
    }

    [Fact]
    public void Packets_that_are_pushed_are_sent_and_too_large_ones_are_counted()
    {
        using Network network = new("InfiniteSource(LENGTH 60, LIMIT 40) -> d :: ToDevice(ra); InfiniteSource(LENGTH 5000, LIMIT 3) -> e :: ToDevice(rb)");
        network.WaitFor("d.count", 40);
        network.WaitFor("e.refused", 3);
        Assert.Equal(0, network.Count("e.count"));
    }

    [Fact]
    public void A_hot_swap_keeps_the_counts()
    {
        using Network network = new(Wire);
        network.A.Run("ping -c 2 -i 0.05 -W 2 10.9.0.2");
        var before = network.Count("to_a.count");
        network.Swap(Wire + "Idle -> extra :: Counter -> Discard");
        network.A.Run("ping -c 2 -i 0.05 -W 2 10.9.0.2");
        Assert.Equal(0, network.Count("extra.count"));
        Assert.True(network.Count("to_a.count") >= before + 2);
    }

    [Fact]
    public void The_host_talks_to_devices_that_are_made_for_it()
    {
        using Network network = new("""
            FromHost(t0, 10.7.0.1/24, ETHER 02:00:00:00:07:01) -> c :: Counter -> Queue -> ToHost(t1);
            FromHost(t1, 10.8.0.1/24, MTU 1400) -> Discard;
            FromHost(t2, 10.6.0.1/24, TYPE IP) -> ip :: Counter -> Discard;
            """);
        Assert.ThrowsAny<InvalidOperationException>(() => network.Router.Run("ping -c 1 -W 1 10.7.0.2"));
        Assert.ThrowsAny<InvalidOperationException>(() => network.Router.Run("ping -c 1 -W 1 10.6.0.2"));
        Assert.True(network.Count("c.count") >= 1);
        Assert.True(network.Count("ip.count") >= 1);
        var device = JsonDocument.Parse(network.Router.Run("ip -s -j link show t1")).RootElement[0];
        Assert.True(device.GetProperty("stats64").GetProperty("rx").GetProperty("packets").GetInt64() >= 1);
        Assert.Equal(1400, device.GetProperty("mtu").GetInt32());
        Assert.Contains("02:00:00:00:07:01", network.Router.Run("ip link show t0"));
    }

    [Fact]
    public void The_host_and_its_sniffers_get_packets_without_a_device_being_named()
    {
        using Network network = new("InfiniteSource(LENGTH 60, LIMIT 7) -> s :: ToHostSniffers(ra); InfiniteSource(LENGTH 60, LIMIT 3) -> h :: ToHost");
        network.WaitFor("s.count", 7);
        network.WaitFor("h.count", 3);
        foreach (var (device, packets) in new[] { ("sniff0", 7), ("click0", 3) })
            Assert.True(JsonDocument.Parse(network.Router.Run($"ip -s -j link show {device}")).RootElement[0]
                .GetProperty("stats64").GetProperty("rx").GetProperty("packets").GetInt64() >= packets, device);
    }

    [Fact]
    public void Malformed_packets_neither_crash_devices_nor_leak()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var path = Path.GetTempFileName();
        try
        {
            MalformedPackets.WriteTo(path, seed, 300);
            using Network network = new($"""
                FromDump({path}) -> t :: Tee -> sent :: ToDevice(rb);
                t[1] -> host :: ToHost;
                t[2] -> sniffed :: ToHostSniffers;
                FromDevice(ra, PROMISC true) -> seen :: Counter -> Discard;
                """);
            network.A.Do(() =>
            {
                using PacketPool pool = new();
                using var socket = PacketSocket.Send("va");
                using var capture = CaptureReader.Open(path);
                var given = 0;
                while (capture.TryRead(out var packet))
                {
                    PacketBatch batch = new(pool.Allocate(packet.Data));
                    var refused = 0L;
                    given += socket.Give(ref batch, ref refused);
                    batch.Kill();
                }

                return given;
            });
            foreach (var element in new[] { "sent", "host", "sniffed" })
                Assert.True(SpinWait.SpinUntil(() => new[] { "count", "refused", "drops" }.Sum(handler => network.Count($"{element}.{handler}")) == 300, TimeSpan.FromSeconds(20)), element);
            network.WaitFor("seen.count", 100);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("FromDevice(nowhere0) -> Discard", "found no device 'nowhere0'")]
    [InlineData("Idle -> ToDevice(nowhere0)", "found no device 'nowhere0'")]
    [InlineData("FromDevice(ra, SNIFFER false) -> Discard", "give the device no address there")]
    [InlineData("FromHost(averyveryverylongname) -> Discard", "expected at most 15")]
    [InlineData("FromHost(t0) -> Discard; FromHost(t0, TYPE IP) -> Discard", "expected IP")]
    public void What_cannot_be_opened_is_told(string text, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => new Network(text));
        Assert.Contains(message, error.Message);
    }
}
