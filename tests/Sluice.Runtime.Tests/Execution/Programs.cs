using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Makes linked programs of plain instructions.</summary>
static class Programs
{
    public static LinkedProgram Raw(params ImmutableArray<BpfInstruction> instructions) => Link(ProgramType.Raw, instructions);

    public static LinkedProgram Link(ProgramType type, ImmutableArray<BpfInstruction> instructions, params ImmutableArray<MapSpec> maps)
    {
        var function = new FunctionSpec { Name = "main", Section = ".text", Instructions = instructions };
        return new LinkedProgram
        {
            Spec = new ProgramSpec { Function = function, Type = type },
            Instructions = instructions,
            Functions = [new LinkedFunction("main", 0, instructions.Length, 0, true)],
            Maps = maps,
        };
    }
}
