using System.Globalization;
using Sluice.Click.Control;
using Sluice.Kernel.Tests;

namespace Sluice.Cli.Tests;

/// <summary>A router with a control network, in a namespace of its own, and who sends it control packets from another.</summary>
public sealed class ControlNetworkTests : IDisposable
{
    // The control network's part is that of the thesis's listing 13; traffic is made beside it.
    const string Configuration = """
        define($IP 10.9.0.2, $MAC 02:00:00:00:09:02);
        elementclass ControlReceiver { $device |
            FromDevice($device) -> all :: Tee -> c0 :: Classifier(12/0806 20/0001, 12/0800, -);
            all[1] -> Classifier(12/0800 23/11 36/115C) -> ToDump(control.pcap, UNBUFFERED true);
            c0[0] -> ARPResponder($IP $MAC) -> Queue -> ToDevice($device);
            c0[1] -> DropBroadcasts -> StripEtherVLANHeader -> CheckIPHeader -> IPReassembler -> SetUDPChecksum -> CheckUDPHeader
                -> control :: Control(ADDR $IP, PORT 4444, KEY control.key);
            c0[2] -> Discard;
        }
        network :: ControlReceiver(c1);
        RatedSource(RATE 20000, LENGTH 100) -> in :: Counter -> f :: BPFFilter(ID 4, FILE counter-v1) -> out :: Counter -> Discard;
        """;

    readonly TemporaryFolder _folder = new();
    readonly NetworkNamespace _router = new(), _sender = new();
    ControlClient? _client;
    int _refused;

    public void Dispose()
    {
        try
        {
            _client?.Write("stop", ""); // A test that failed leaves it running.
        }
        catch (IOException)
        {
            // It has ended.
        }

        _client?.Dispose();
        _sender.Dispose();
        _router.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Only_who_has_the_key_replaces_programs_and_each_packet_counts_once()
    {
        Prepare();
        Sluice? run = null;
        Thread running = new(() => run = _router.Do(() => Sluice.Shell("sluice click router.click --key key.pub --socket s --stop-after 240 -h in.count -h out.count -h f.runs", _folder.Path))) { IsBackground = true };
        running.Start();
        Connect();

        Send("counter-v2.bpf.o", "v2.json", "");
        ExpectRefusal("found no sealed control packet", "counter-v1");
        Send("counter-v2.bpf.o", "v2.json", "--control-key other.key");
        ExpectRefusal("the seal does not fit", "counter-v1");

        Send("counter-v2.bpf.o", "v2.json", "--control-key control.key");
        Expect("network/control.taken", 1);
        Assert.Equal(("counter-v2.bpf.o", "1"), (Read("f.file"), Read("f.changes")));

        // All three frames again, byte for byte; then with four bytes of the time changed.
        File.Copy(_folder["control.pcap"], _folder["sent.pcap"]);
        Shell("sluice click -e 'FromDump(sent.pcap, STOP true) -> ToDevice(c0)'");
        _refused += 2;
        ExpectRefusal("no later than one that was taken already", "counter-v2.bpf.o");
        Shell("sluice click -e 'FromDump(sent.pcap, STOP true) -> StoreIPAddress(1.2.3.4, 50) -> ToDevice(c0)'");
        _refused += 2;
        ExpectRefusal("the seal does not fit", "counter-v2.bpf.o");

        // Sealed as it should be, for an object that nobody signed, and back to the first program.
        Send("unsigned.bpf.o", "none", "--control-key control.key");
        ExpectRefusal("control packets bring no unsigned programs", "counter-v2.bpf.o");
        Send("counter-v1.bpf.o", "counter-v1.bpf.o.attestation.json", "--control-key control.key");
        Expect("network/control.taken", 2);
        Assert.Equal(("counter-v1.bpf.o", "2"), (Read("f.file"), Read("f.changes")));

        _client!.Write("stop", "");
        running.Join();
        Assert.Equal(0, run!.ExitCode);
        var counts = run.Out.Split('\n').Where(line => long.TryParse(line, CultureInfo.InvariantCulture, out _)).ToArray();
        Assert.Equal(3, counts.Length);
        Assert.Single(counts.Distinct());
        Assert.Contains("network/control :: Control: f :: BPFFilter: counter-v2.bpf.o: ", run.Error, StringComparison.Ordinal);
        foreach (var reason in new[] { "found no sealed control packet", "the seal does not fit", "no later than", "no unsigned programs" })
            Assert.Contains($"network/control :: Control: ", run.Error.Split('\n').First(line => line.Contains(reason, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    void Prepare()
    {
        _sender.Run($"ip link add c0 type veth peer name c1 address 02:00:00:00:09:02 netns {_router.Id}");
        _sender.Run("ip addr add 10.9.0.1/24 dev c0");
        _sender.Run("ip link set c0 up");
        _router.Run("ip link set c1 up");
        File.WriteAllText(_folder["router.click"], Configuration);
        File.WriteAllBytes(_folder["control.key"], [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))]);
        File.WriteAllBytes(_folder["other.key"], [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);
        foreach (var name in new[] { "counter-v1.bpf.o", "counter-v2.bpf.o" })
            File.Copy(Checkout.Example($"click-migration/{name}"), _folder[name]);
        File.Copy(_folder["counter-v2.bpf.o"], _folder["unsigned.bpf.o"]);
        Sluice.Succeed("key", "generate", _folder["key"]);
        Sluice.Succeed("sign", _folder["counter-v1.bpf.o"], "--key", _folder["key"]);
        Sluice.Succeed("sign", _folder["counter-v2.bpf.o"], "--key", _folder["key"], "-o", _folder["v2.json"]);
    }

    void Connect()
    {
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_folder["s"]), TimeSpan.FromSeconds(60)), "the router does not start");
        Assert.True(SpinWait.SpinUntil(IsConnected, TimeSpan.FromSeconds(60)), "the router does not listen");
    }

    bool IsConnected()
    {
        try
        {
            _client = new(ControlEndpoint.Unix(_folder["s"]));
            return true;
        }
        catch (IOException)
        {
            return false; // It binds before it listens.
        }
    }

    void Send(string file, string attestation, string key) =>
        Shell($"sluice click reconfigure 4 --file {file} --attestation {attestation} --to 10.9.0.2:4444 {key}");

    void Shell(string line)
    {
        var run = _sender.Do(() => Sluice.Shell(line, _folder.Path));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    void ExpectRefusal(string reason, string program)
    {
        Expect("network/control.refused", ++_refused);
        Assert.True(Read("f.file").StartsWith(program, StringComparison.Ordinal), $"{reason}: {Read("f.file")} runs, expected {program}");
        var before = long.Parse(Read("out.count"), CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => long.Parse(Read("out.count"), CultureInfo.InvariantCulture) > before, TimeSpan.FromSeconds(30)), "the traffic stands");
    }

    void Expect(string handler, long count) =>
        Assert.True(SpinWait.SpinUntil(() => Read(handler) == count.ToString(CultureInfo.InvariantCulture), TimeSpan.FromSeconds(60)), $"{handler} is {Read(handler)}, expected {count}");

    string Read(string handler) => _client!.Read(handler).Trim();
}
