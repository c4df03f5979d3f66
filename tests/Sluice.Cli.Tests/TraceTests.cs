using System.Text.Json;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Kernel;

namespace Sluice.Cli.Tests;

/// <summary>What programs print and report, as <c>sluice trace</c> shows it.</summary>
public sealed class TraceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public TraceTests()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("programs are traced by root only");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_are_decoded_by_their_type()
    {
        using var engine = new KernelEngine();
        using var loaded = engine.Load(BpfObject.Load(Checkout.Example("events/events.bpf.o")));
        var program = loaded.Programs.Values.Single();
        var told = await Meanwhile(["trace", "--map", $"{loaded.Maps["events"].Id}=connection_event", "--no-printk", "--count", "3", "--for", "60", "--json"],
            () => program.Run(Opening()));
        Assert.Equal(3, told.Length);
        Assert.All(told, line =>
        {
            Assert.Equal("events", line.GetProperty("source").GetString());
            Assert.Equal("::ffff:192.0.2.10", line.GetProperty("record").GetProperty("source").GetString());
        });

        // Of a program all rings; without a type, bytes.
        told = await Meanwhile(["trace", "--program", $"{program.Id}", "--count", "1", "--for", "60", "--json"], () => program.Run(Opening()));
        Assert.Equal(JsonValueKind.String, told[0].GetProperty("record").ValueKind);
    }

    [Fact]
    public void What_programs_print_is_shown_to_each_that_looks()
    {
        File.WriteAllText(_folder["print.s"], """
            .license "GPL"
            .program print section="xdp"
            *(u64 *)(r10 - 8) = 0
            r1 = 0x00206f6c6c6568 ll
            *(u64 *)(r10 - 8) = r1
            r1 = r10
            r1 += -8
            r2 = 8
            call bpf_trace_printk
            r0 = 2
            exit
            """);
        var run = Sluice.Shell($$"""
            unshare --mount bash -c '
            mount -t tracefs tracefs /sys/kernel/tracing || exit 77
            sluice asm print.s -o print.o
            sluice trace --count 2 --for 60 --json > first & first=$!
            sluice trace --count 2 --for 60 > second & second=$!
            while kill -0 $first 2> /dev/null || kill -0 $second 2> /dev/null; do
                sluice prog run print.o --hex {{new string('0', 128)}} > /dev/null; sleep 0.05
            done
            ls /sys/kernel/tracing/instances | grep -c "^sluice-$first-"
            cat first second'
            """, _folder.Path);
        if (run.ExitCode == 77)
            Assert.Skip("the tracing file system cannot be mounted here");
        var lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("0", lines[0]);
        Assert.All(lines[1..3], line => Assert.Equal(("printk", "hello "), (Member(line, "source"), Member(line, "text"))));
        Assert.All(lines[3..], line => Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} .*-\d+, CPU \d+: hello ?$", line));

        static string? Member(string line, string name) => JsonDocument.Parse(line).RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public void What_cannot_be_traced_is_one_clear_error()
    {
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(".license \"GPL\"\n.program quiet section=\"xdp\"\nr0 = 2\nexit\n"));
        using var firewall = engine.Load(BpfObject.Load(Checkout.Example("firewall/firewall.bpf.o")));
        foreach (var (words, message) in new (string[], string)[]
        {
            (["--program", $"{loaded.Programs["quiet"].Id}"], "program 'quiet' has no ring buffer or perf event array, and prints nothing"),
            (["--map", $"{firewall.Maps["sources"].Id}", "--no-printk"], "map 'sources' is of type lru_hash, expected ringbuf or perf_event_array"),
        })
        {
            var run = Sluice.Run(["trace", .. words]);
            Assert.Equal(1, run.ExitCode);
            Assert.StartsWith($"sluice: {message}", run.Error, StringComparison.Ordinal);
        }
    }

    static async Task<JsonElement[]> Meanwhile(string[] words, Action act)
    {
        var tracing = Task.Run(() => Sluice.Succeed(words), TestContext.Current.CancellationToken);
        while (!tracing.IsCompleted)
        {
            act();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return [.. (await tracing).Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }

    // The packet of the capture that opens the first connection.
    static byte[] Opening()
    {
        using var capture = Packets.CaptureReader.Open(Checkout.Example("captures/http.pcap"));
        while (capture.TryRead(out var packet))
        {
            // IPv4, TCP, and SYN without ACK.
            if (packet.Data is [.., _] && packet.Data[12] == 8 && packet.Data[23] == 6 && (packet.Data[47] & 0x12) == 2)
                return packet.Data.ToArray();
        }

        throw new InvalidOperationException("the capture opens no connection");
    }
}
