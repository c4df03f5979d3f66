using Sluice.Bpf.Linking;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Verifier.Tests.Soundness;

/// <summary>Whatever the verifier accepts runs without a fault and comes to an end.</summary>
/// <remarks>SLUICE_FUZZ_PROGRAMS=20000 makes it go on until so many were accepted.</remarks>
public sealed class SoundnessTests(ITestOutputHelper output)
{
    const int Seed = 42, Accepted = 400, RunsEach = 3;

    [Fact]
    public void Accepted_programs_do_not_fault()
    {
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_FUZZ_PROGRAMS"), out var more) ? more : Accepted;
        var (accepted, tried, failure) = (0, 0, (string?)null);
        var workers = Math.Min(4, Environment.ProcessorCount);
        Parallel.For(0, workers, (worker, loop) =>
        {
            using var runtime = new BpfRuntime(new() { CpuCount = 1, Budget = 1 << 20, Seed = Seed });
            for (var number = worker; Volatile.Read(ref accepted) < wanted && !loop.IsStopped; number += workers)
            {
                var random = new Random(Seed * 1_000_003 + number);
                var text = new ProgramGenerator(random).Make();
                Interlocked.Increment(ref tried);
                var program = Linker.Link(ProgramGenerator.Assemble(text), "main");
                if (!ProgramVerifier.Verify(program, new() { Effort = 1_500 }).Passed)
                    continue;
                Interlocked.Increment(ref accepted);
                if (FaultOf(runtime, program, random) is not { } fault)
                    continue;
                failure = $"seed {Seed}, program {number}: {fault}\n{text}";
                loop.Stop();
            }
        });

        output.WriteLine($"{accepted} of {tried} programs accepted and run");
        Assert.Null(failure);
        Assert.True(accepted >= wanted, $"only {accepted} of {tried} accepted");
    }

    static string? FaultOf(BpfRuntime runtime, LinkedProgram program, Random random)
    {
        var maps = program.Maps.Select(map => RuntimeMaps.Create(runtime, map)).ToList();
        try
        {
            using var loaded = runtime.Load(program, maps, ExecutionMode.Interpret);
            Span<byte> packet = stackalloc byte[96];
            for (var run = 0; run < RunsEach; run++)
            {
                random.NextBytes(packet);
                loaded.Run(packet[..random.Next(packet.Length)]);
            }

            return null;
        }
        catch (BpfFaultException fault)
        {
            return fault.Message;
        }
        finally
        {
            maps.ForEach(map => map.Dispose());
        }
    }
}
