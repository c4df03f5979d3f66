using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier.Flow;

/// <summary>A linked program, decoded once, with the graphs of its functions.</summary>
sealed class ProgramCode
{
    readonly Dictionary<int, ControlFlow> _flows = [];

    /// <summary>Decodes a program whose shape was checked.</summary>
    public ProgramCode(LinkedProgram program)
    {
        Program = program;
        Instructions = program.Instructions;
        Forms = new InstructionForm?[Instructions.Length];
        for (var slot = 0; slot < Forms.Length; slot += Forms[slot]!.Slots)
            Forms[slot] = InstructionSet.Find(Instructions[slot])!;
    }

    /// <summary>The program.</summary>
    public LinkedProgram Program { get; }

    /// <summary>Its instructions.</summary>
    public ImmutableArray<BpfInstruction> Instructions { get; }

    /// <summary>What each instruction is; null for the second slot of a 64-bit immediate.</summary>
    public InstructionForm?[] Forms { get; }

    /// <summary>The program's type.</summary>
    public ProgramType Type => Program.Spec.Type;

    /// <summary>The graph of the function that starts at a slot.</summary>
    public ControlFlow FlowAt(int start)
    {
        if (!_flows.TryGetValue(start, out var flow))
            _flows[start] = flow = ControlFlow.Build(this, Program.FunctionAt(start));
        return flow;
    }

    /// <summary>Where the jump at a slot leads.</summary>
    public int TargetOf(int slot) => slot + 1 + (Forms[slot]!.IsLongJump ? Instructions[slot].Immediate : Instructions[slot].Offset);

    /// <summary>The first slot of the function that a call or a function's address at a slot names.</summary>
    public int CalleeOf(int slot) => slot + 1 + Instructions[slot].Immediate;

    /// <summary>The name of the kernel function that the call at a slot names, or null.</summary>
    public string? KernelCallAt(int slot)
    {
        foreach (var call in Program.KernelCalls)
        {
            if (call.Slot == slot)
                return call.Name;
        }

        return null;
    }

    /// <summary>The first slots of a function and of all that it calls or takes the address of, itself first.</summary>
    public List<int> ReachedFrom(int start)
    {
        var reached = new List<int> { start };
        for (var index = 0; index < reached.Count; index++)
        {
            var function = Program.FunctionAt(reached[index]);
            for (var slot = function.Start; slot < function.Start + function.Length; slot += Forms[slot]!.Slots)
            {
                if (Forms[slot]!.Operation is Operation.CallLocal or Operation.LoadFunction && !reached.Contains(CalleeOf(slot)))
                    reached.Add(CalleeOf(slot));
            }
        }

        return reached;
    }

    /// <summary>The arguments of the helper that the call at a slot names; all five where it is not known.</summary>
    public int ArgumentCount(int slot) =>
        Helpers.Find(Instructions[slot].Immediate)?.SignatureFor(Type).Arguments.Length ?? 5;
}
