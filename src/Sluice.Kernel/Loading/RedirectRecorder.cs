using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Loading;

/// <summary>Makes programs note where they redirect to, which a test run does not tell.</summary>
/// <remarks>Each call of a helper that redirects becomes a call of a function that writes the helper's arguments to an array of our
/// own, which is mapped into memory, and then calls it. Instructions keep their places; the functions stand behind the last.</remarks>
static class RedirectRecorder
{
    /// <summary>The array: target, flags, and the address of the map that names the target, or 0.</summary>
    public static MapSpec Record { get; } = new("redirect_record", MapType.Array, sizeof(int), 3 * sizeof(ulong), 1) { Flags = MapFlags.Mmapable };

    // Which registers hold what (kernel/bpf and net/core/filter.c). r5 is an argument of none of them.
    static readonly (Helper Helper, string Target, string Flags, string Map)[] s_helpers =
    [
        (Helpers.Redirect, "r1", "r2", "0"),
        (Helpers.RedirectPeer, "r1", "r2", "0"),
        (Helpers.RedirectNeigh, "r1", "r4", "0"),
        (Helpers.RedirectMap, "r2", "r3", "r1"),
    ];

    /// <summary>The program, with notes; as it is if it redirects nothing, or if that cannot be noted.</summary>
    public static LinkedProgram Instrument(LinkedProgram program)
    {
        // A function without types cannot be added to a program that needs them: for global functions and callbacks.
        if (program.Functions.Skip(1).Any(function => function.IsGlobal) || program.Instructions.Any(IsCallback))
            return program;
        var instructions = program.Instructions.ToBuilder();
        var functions = program.Functions.ToBuilder();
        foreach (var (helper, target, flags, map) in s_helpers)
        {
            var start = instructions.Count;
            var calls = Enumerable.Range(0, program.Instructions.Length).Where(slot => IsCallOf(program.Instructions[slot], helper)).ToArray();
            if (calls.Length == 0)
                continue;
            foreach (var slot in calls)
                instructions[slot] = instructions[slot].WithSource(LocalCall).WithImmediate(start - slot - 1);
            instructions.AddRange(Assembler.Assemble($"""
                r5 = map[idx:{program.Maps.Length}][0] + 0
                *(u64 *)(r5 + 0) = {target}
                *(u64 *)(r5 + 8) = {flags}
                *(u64 *)(r5 + 16) = {map}
                call {helper.Id}
                exit
                """));
            functions.Add(new($"record_{helper.Name}", start, instructions.Count - start, 0, IsGlobal: false));
        }

        return functions.Count == program.Functions.Length ? program : program with
        {
            Instructions = instructions.ToImmutable(),
            Functions = functions.ToImmutable(),
            Maps = program.Maps.Add(Record),
        };
    }

    // BPF_PSEUDO_CALL.
    const byte LocalCall = 1;

    static bool IsCallOf(BpfInstruction instruction, Helper helper) =>
        instruction.Immediate == helper.Id && InstructionSet.Find(instruction)?.Operation == Operation.CallHelper;

    static bool IsCallback(BpfInstruction instruction) => InstructionSet.Find(instruction)?.Operation == Operation.LoadFunction;
}
