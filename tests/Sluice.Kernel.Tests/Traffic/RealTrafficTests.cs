using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Links;
using Sluice.Kernel.Maps.Rings;
using Sluice.Packets;

namespace Sluice.Kernel.Tests.Traffic;

/// <summary>Each example, attached between two hosts whose traffic is that of ping, curl, nginx and iperf3, does what its page says.</summary>
public sealed class RealTrafficTests : IDisposable
{
    const uint IcmpProtocol = 1, TcpProtocol = 6, UdpProtocol = 17, Icmp6Protocol = 58;

    readonly TwoHosts _hosts = new();

    public void Dispose() => _hosts.Dispose();

    [Fact]
    public void Drop_lets_nothing_in()
    {
        Assert.True(_hosts.Ping(TwoHosts.Server));
        using (var loaded = _hosts.Load("drop"))
        {
            using var link = _hosts.AttachXdp(_hosts.ServerSide, "v0", loaded, "drop");
            Assert.False(_hosts.Ping(TwoHosts.Server));
            Assert.False(_hosts.Ping(TwoHosts.Server6));
        }

        Assert.True(_hosts.Ping(TwoHosts.Server));
    }

    [Fact]
    public void Tcp_filter_lets_tcp_in_and_all_that_is_not_ipv4()
    {
        _hosts.Serve(80);
        _hosts.Attach("tcp-filter", "tcp_filter");
        Assert.True(_hosts.Get(TwoHosts.Server));
        Assert.False(_hosts.Ping(TwoHosts.Server));
        Assert.True(_hosts.Ping(TwoHosts.Server6));
    }

    [Fact]
    public void Protocol_count_counts_what_comes()
    {
        _hosts.Serve(80);
        _hosts.Measure();
        var packets = new BpfPerCpuMap<uint, ulong>(_hosts.Attach("protocol-count", "protocol_count").Maps["packets"]);
        Assert.True(_hosts.Ping(TwoHosts.Server, count: 5));
        Assert.Equal((5ul, 0ul, 0ul), (packets.Sum(IcmpProtocol), packets.Sum(TcpProtocol), packets.Sum(UdpProtocol)));
        Assert.True(_hosts.Ping(TwoHosts.Server6, count: 4));
        Assert.InRange(packets.Sum(Icmp6Protocol), 4ul, 40ul);
        Assert.True(_hosts.Get(TwoHosts.Server));
        // SYN, ACK, the request, and the end of the connection.
        Assert.InRange(packets.Sum(TcpProtocol), 4ul, 40ul);
        Assert.True(_hosts.Try($"iperf3 -c {TwoHosts.Server} -u -b 0 -k 500 -l 500"));
        Assert.InRange(packets.Sum(UdpProtocol), 500ul, 600ul);
    }

    [Fact]
    public void Flow_stats_counts_both_directions_of_a_pair()
    {
        const int frame = 14 + 20 + 8 + 56;
        var loaded = _hosts.Attach("flow-stats", "count_rx");
        var index = _hosts.ServerSide.IndexOf("v0");
        if (Features.KernelFeatures.Tcx.State != Features.FeatureState.Supported)
            Assert.Skip(Features.KernelFeatures.Tcx.Explain());
        using var link = _hosts.ServerSide.Do(() => KernelLink.AttachTcx(loaded.Programs["count_tx"], index, AttachType.TcxEgress));
        Assert.True(_hosts.Ping(TwoHosts.Server, count: 7));
        var map = loaded.Maps["flows"];
        var key = new BtfValueParser(map.Spec.KeyType, map.Spec.KeySize).Parse("""{"remote": "::ffff:192.0.2.10", "local": "::ffff:192.0.2.1"}""");
        var value = new byte[map.ValueBufferSize];
        Assert.Equal(Errno.None, map.Lookup(key, value));
        var traffic = Decoded(new BtfValueFormatter(map.Spec.ValueType), value);
        Assert.Equal((7, 7 * frame), (traffic.GetProperty("rx_packets").GetInt32(), traffic.GetProperty("rx_bytes").GetInt32()));
        Assert.Equal((7, 7 * frame), (traffic.GetProperty("tx_packets").GetInt32(), traffic.GetProperty("tx_bytes").GetInt32()));
    }

    [Fact]
    public void Firewall_lets_conversations_to_allowed_ports_in_so_many_from_a_source()
    {
        _hosts.Serve(80, 81);
        var loaded = _hosts.Attach("firewall", "firewall", spec => spec.With("packets_per_second", 0UL).With("burst", 5UL));
        Fill(loaded, "firewall", "allowed_ports", "ports.json");
        var reasons = new BpfPerCpuMap<uint, ulong>(loaded.Maps["reasons"]);
        Assert.False(_hosts.Get(TwoHosts.Server, 81));
        Assert.NotEqual(0ul, reasons.Sum(6u));
        for (var i = 0; i < 5; i++)
            Assert.True(_hosts.Get(TwoHosts.Server));
        Assert.Equal(5ul, new BpfMap<ushort, ulong>(loaded.Maps["allowed_ports"])[80]);
        Assert.False(_hosts.Get(TwoHosts.Server));
        Assert.NotEqual(0ul, reasons.Sum(7u));
        // Another source has a burst of its own, and what opens no conversation passes.
        Assert.True(_hosts.Get($"[{TwoHosts.Server6}]"));
        Assert.True(_hosts.Ping(TwoHosts.Server));
    }

    [Theory]
    [InlineData("round_robin")]
    [InlineData("flow_hash")]
    public void Load_balancer_sends_on_what_is_for_the_virtual_address(string program)
    {
        const int datagrams = 30;
        var loaded = _hosts.Attach("load-balancer", program, spec => spec.With("backend_count", 3U));
        Fill(loaded, "load-balancer", "backends", "backends.json");
        // What comes back by XDP_TX is counted by another example at the client's end.
        var back = _hosts.Load("protocol-count");
        using var link = _hosts.AttachXdp(_hosts.ClientSide, "v1", back, "protocol_count");
        _hosts.ClientSide.Run("ip neigh add 192.0.2.100 lladdr 02:00:00:00:00:01 dev v1");
        _hosts.ClientSide.Do(() =>
        {
            for (var i = 0; i < datagrams; i++)
            {
                // Each from a port of its own.
                using var socket = new UdpClient();
                socket.Send("question"u8, "192.0.2.100", 53);
            }

            return 0;
        });
        var (sent, returned) = (new BpfPerCpuMap<uint, ulong>(loaded.Maps["packets"]), new BpfPerCpuMap<uint, ulong>(back.Maps["packets"]));
        SpinWait.SpinUntil(() => returned.Sum(UdpProtocol) == datagrams, TimeSpan.FromSeconds(10));
        var each = new[] { sent.Sum(0u), sent.Sum(1u), sent.Sum(2u) };
        Assert.Equal((ulong)datagrams, returned.Sum(UdpProtocol));
        Assert.Equal((ulong)datagrams, each.Aggregate(0ul, (all, one) => all + one));
        if (program == "round_robin")
            Assert.All(each, count => Assert.Equal(datagrams / 3ul, count));
    }

    [Fact]
    public void Ipv6_ext_finds_fragments()
    {
        var loaded = _hosts.Attach("ipv6-ext", "ipv6_ext");
        Assert.True(_hosts.Ping(TwoHosts.Server6, count: 3, size: 4000));
        var (outcomes, extensions) = (new BpfPerCpuMap<uint, ulong>(loaded.Maps["outcomes"]), new BpfPerCpuMap<uint, ulong>(loaded.Maps["extensions"]));
        // 4,008 bytes in frames of 1,500: three fragments each, of which the first has the transport header.
        const uint transport = 1, later = 2, truncated = 4, tooMany = 5, fragment = 44;
        Assert.Equal((6ul, 9ul), (outcomes.Sum(later), extensions.Sum(fragment)));
        Assert.InRange(outcomes.Sum(transport), 3ul, 40ul);
        Assert.Equal((0ul, 0ul), (outcomes.Sum(truncated), outcomes.Sum(tooMany)));
    }

    [Fact]
    public void Vlan_push_tags_what_comes()
    {
        Assert.False(_hosts.ServerSees("vlan 7", () => _hosts.Ping(TwoHosts.Server)));
        _hosts.Attach("vlan-rewrite", "vlan_push", spec => spec.With("push_id", (ushort)7));
        Assert.True(_hosts.ServerSees("vlan 7", () => _hosts.Ping(TwoHosts.Server)));
    }

    [Fact]
    public void Vlan_pop_gives_the_host_what_was_tagged()
    {
        // The host has no VLAN 300 and answers nothing in it.
        Assert.False(_hosts.ClientSees("icmp[0] == 0", () => _hosts.SendFromClient(Tagged(300))));
        _hosts.Attach("vlan-rewrite", "vlan_pop");
        Assert.True(_hosts.ClientSees("icmp[0] == 0", () => _hosts.SendFromClient(Tagged(300))));
    }

    [Fact]
    public void Vlan_rewrite_moves_frames_of_one_network_to_another()
    {
        _hosts.Attach("vlan-rewrite", "vlan_rewrite", spec => spec.With("from_id", (ushort)100).With("to_id", (ushort)42));
        Assert.True(_hosts.ServerSees("vlan 42", () => _hosts.SendFromClient(Tagged(100))));
        Assert.False(_hosts.ServerSees("vlan 42", () => _hosts.SendFromClient(Tagged(101))));
    }

    static byte[] Tagged(ushort id) => new PacketBuilder().Ethernet("02:00:00:00:00:10", "02:00:00:00:00:01").Vlan(id)
        .IPv4("192.0.2.10", TwoHosts.Server).IcmpEcho(1, 2).Payload(56).ToArray();

    [Fact]
    public void Events_reports_each_connection()
    {
        _hosts.Serve(80);
        var map = _hosts.Attach("events", "report_connections").Maps["events"];
        using var reader = new RingBufferReader(map);
        for (var i = 0; i < 3; i++)
            Assert.True(_hosts.Get(TwoHosts.Server));
        var records = new List<byte[]>();
        reader.Drain(record => records.Add(record.ToArray()));
        // struct connection_event, as the example's page has it.
        Assert.Equal(3, records.Count);
        Assert.All(records, record =>
        {
            Assert.Equal("192.0.2.10", new System.Net.IPAddress(record.AsSpan(8, 16)).MapToIPv4().ToString());
            Assert.Equal("192.0.2.1", new System.Net.IPAddress(record.AsSpan(24, 16)).MapToIPv4().ToString());
            Assert.Equal((0, 80), (record[42], record[43]));
        });
    }

    static void Fill(KernelCollection loaded, string example, string map, string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout.Examples, example, file)));
        var spec = loaded.Maps[map].Spec;
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            Assert.Equal(Errno.None, loaded.Maps[map].Update(
                new BtfValueParser(spec.KeyType, spec.KeySize).Parse(entry.GetProperty("key")),
                new BtfValueParser(spec.ValueType, spec.ValueSize).Parse(entry.GetProperty("value"))));
        }
    }

    static JsonElement Decoded(BtfValueFormatter formatter, byte[] value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            formatter.WriteJson(json, value);
        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.ToArray())).RootElement;
    }
}
