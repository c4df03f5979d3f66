using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Kernel;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Programs;
using static Sluice.KernelBench.MarkdownTable;

namespace Sluice.KernelBench;

/// <summary>How many frames a second go through a veth pair and meet a program.</summary>
static class TrafficTable
{
    const string Text = """
        .license "GPL"
        .map ports dev_map_hash key=4 value=4 entries=1
        .program send section="xdp"
        r0 = 3
        exit
        .program drop section="xdp"
        r0 = 1
        exit
        .program turn section="xdp"
        r0 = 3
        exit
        .program pass_on section="xdp"
        r1 = map[ports]
        r2 = 0
        r3 = 0
        call bpf_redirect_map
        exit
        """;

    /// <summary>Measures and prints. Needs a network namespace of its own.</summary>
    public static void Write(Rounds rounds, int frames)
    {
        Shell("ip link add a0 type veth peer name a1");
        Shell("ip link add b0 type veth peer name b1");
        foreach (var device in new[] { "a0", "a1", "b0", "b1" })
            Shell($"ip link set {device} addrgenmode none up");
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(Text));
        if (loaded.Maps["ports"].Update(new byte[sizeof(int)], BitConverter.GetBytes(Index("b0"))) != Errno.None)
            throw new InvalidOperationException("the device map takes no entry");
        using var statistics = RunStatistics.Enable();
        var drop = loaded.Programs["drop"];
        // Each of the four has a program, as a veth takes no redirected frames without; the last that a frame meets drops it.
        using var far = KernelLink.AttachXdp(drop, Index("a1"), XdpMode.Native);
        using var near = KernelLink.AttachXdp(drop, Index("a0"), XdpMode.Native);
        using var other = KernelLink.AttachXdp(drop, Index("b0"), XdpMode.Native);
        using var end = KernelLink.AttachXdp(drop, Index("b1"), XdpMode.Native);
        var figures = rounds.Medians(Measure("drop"), Measure("turn"), Measure("pass_on"));
        var table = new MarkdownTable("Live frames of 64 bytes through a veth pair, thousands a second", "what the far end does", "rate");
        table.Row("XDP_DROP", Figure(figures[0]));
        table.Row("XDP_TX, back to where they came from", Figure(figures[1]));
        table.Row("XDP_REDIRECT, to a second pair", Figure(figures[2]));

        Func<double> Measure(string name) => () =>
        {
            far.Replace(loaded.Programs[name]);
            var (before, began) = (KernelPrograms.Find(drop.Id)!.Runs, Stopwatch.GetTimestamp());
            loaded.Programs["send"].SendLive(new byte[64], frames, Index("a0"));
            // Those that a full queue refused never come: count until no more do.
            var arrived = Settled(drop, before);
            return arrived.Frames / (arrived.At - began) * Stopwatch.Frequency / 1e3;
        };
    }

    static (double Frames, double At) Settled(KernelProgram drop, long before)
    {
        var (frames, at) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(at) < TimeSpan.FromMilliseconds(20))
        {
            var now = KernelPrograms.Find(drop.Id)!.Runs - before;
            if (now > frames)
                (frames, at) = (now, Stopwatch.GetTimestamp());
        }

        return (frames, at);
    }

    static int Index(string name) => Interfaces.All().Single(device => device.Name == name).Index;

    static void Shell(string command)
    {
        var words = command.Split(' ');
        using var process = Process.Start(words[0], words[1..]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{command}' failed: run this by bench/kernel, as root");
    }
}
