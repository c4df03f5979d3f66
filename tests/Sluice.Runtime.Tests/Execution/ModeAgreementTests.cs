using System.Buffers.Binary;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Random programs do the same in every mode, and none of them ends the process.</summary>
public sealed class ModeAgreementTests
{
    const int ProgramsPerSeed = 100;

    static readonly MapSpec[] s_maps = [new("array", MapType.Array, 4, 16, 4), new("hash", MapType.Hash, 4, 16, 8)];

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 8));

    [Theory, MemberData(nameof(Seeds))]
    public void All_modes_agree(int seed)
    {
        var random = new Random(seed);
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Budget = 500 });
        var maps = Array.ConvertAll(s_maps, spec => RuntimeMaps.Create(runtime, spec));
        var memory = new byte[64];
        var finished = 0;
        for (var number = 0; number < ProgramsPerSeed; number++)
        {
            var code = new ProgramGenerator(random).Generate();
            random.NextBytes(memory);
            var program = Programs.Link(ProgramType.Raw, [.. code], [.. s_maps]);

            var interpreted = Run(runtime, program, maps, memory, ExecutionMode.Interpret);
            var sandboxed = Run(runtime, program, maps, memory, ExecutionMode.Sandbox);
            Assert.True(interpreted == sandboxed, Explain(seed, number, code, interpreted, sandboxed));
            if (sandboxed.Fault is not null)
                continue;
            finished++;
            var compiled = Run(runtime, program, maps, memory, ExecutionMode.Compiled);
            Assert.True(interpreted == compiled, Explain(seed, number, code, interpreted, compiled));
        }

        Assert.True(finished > ProgramsPerSeed / 10, $"only {finished} programs ran to their end");
        foreach (var map in maps)
            map.Dispose();
    }

    static unsafe Outcome Run(BpfRuntime runtime, Bpf.Linking.LinkedProgram program, RuntimeMap[] maps, byte[] memory, ExecutionMode mode)
    {
        var key = new byte[4];
        for (var index = 0; index < 8; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(key, index);
            maps[0].Update(key, new byte[16]);
            maps[1].Delete(key);
        }

        using var loaded = runtime.Load(program, maps, mode);
        using var worker = loaded.OpenWorker();
        worker.Packet.Load(memory, 0);
        ulong? result = null;
        string? fault = null;
        try
        {
            result = worker.Run();
        }
        catch (BpfFaultException error)
        {
            fault = $"{error.Kind} at {error.Slot}";
        }

        return new(result, fault, Convert.ToHexString(worker.Packet.Packet), Contents(maps[0]) + Contents(maps[1]));
    }

    // Addresses differ from run to run and end up in memory, in registers and in values; they are the same in one process
    // since maps, packet and stack stay where they are.
    static string Contents(RuntimeMap map)
    {
        var text = "";
        var (key, value) = (new byte[4], new byte[16]);
        for (var index = 0; index < 8; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(key, index);
            if (map.Lookup(key, value) == Errno.None)
                text += $"{index}:{Convert.ToHexString(value)} ";
        }

        return text;
    }

    static string Explain(int seed, int number, BpfInstruction[] code, Outcome expected, Outcome found) =>
        $"seed {seed}, program {number}:\n{expected}\n{found}\n"
        + string.Join('\n', Enumerable.Range(0, code.Length).Where(slot => InstructionSet.Find(code[slot]) is not null)
            .Select(slot => $"{slot}: {Disassembler.Format(code, slot)}"));

    sealed record Outcome(ulong? Result, string? Fault, string Memory, string Maps);
}
