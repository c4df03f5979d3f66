using System.Diagnostics;
using Sluice.Kernel;
using Sluice.Kernel.Inspection;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using static Sluice.KernelBench.MarkdownTable;

namespace Sluice.KernelBench;

/// <summary>What a packet costs in each example: in the kernel, in process, and as native code.</summary>
static class ProgramTable
{
    /// <summary>Measures and prints.</summary>
    public static void Write(Rounds rounds, int repeat)
    {
        var table = new MarkdownTable("Nanoseconds a packet",
            "program", "packet", "kernel, test run", "kernel, run statistics", "in process, compiled", "native C", "in process / kernel", "kernel / native");
        foreach (var example in Example.All)
        {
            using var engine = new KernelEngine();
            var @object = example.Load();
            using var loaded = engine.Load(@object);
            using var runtime = new BpfRuntime(new() { Mode = ExecutionMode.Compiled });
            using var live = runtime.Load(@object);
            example.Fill(loaded);
            example.Fill(live);
            using var worker = live.Program(example.Program).OpenWorker();
            using var native = NativeExample.TryCompile(example);
            var (program, packet) = (loaded.Programs[example.Program], example.Packet());
            var verdict = (uint)program.Run(packet).ReturnValue;
            worker.Packet.Load(packet, 0);
            if ((uint)worker.Run() != verdict)
                throw new InvalidOperationException($"{example.Program}: the engines do not agree");
            var figures = rounds.Medians(
                () => program.Repeat(packet, repeat).Nanoseconds,
                () => Counted(program.Id, () => program.Repeat(packet, repeat)),
                () => Timed(repeat, () => { worker.Packet.Load(packet, 0); worker.Repeat(repeat); }),
                native is null ? null : () => Timed(repeat, () => native.Repeat(packet, repeat)));
            table.Row(example.Program, $"{example.Capture} {example.Number}", Figure(figures[0]), Figure(figures[1]), Figure(figures[2]), Figure(figures[3]),
                Figure(figures[2] / figures[0]), Figure(figures[0] / figures[3]));
        }
    }

    static double Timed(int repeat, Action run)
    {
        var began = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / repeat;
    }

    static double Counted(int id, Action run)
    {
        using var statistics = RunStatistics.Enable();
        var before = KernelPrograms.Find(id)!;
        run();
        var after = KernelPrograms.Find(id)!;
        return (double)(after.RunNanoseconds - before.RunNanoseconds) / (after.Runs - before.Runs);
    }
}
