using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>Rewriters that were built for the router of the thesis "Network Function Virtualization with UniBPF" (section 5.3.4.1): they
/// call <c>bpf_packet_add_space</c> by a number that is another helper's in Linux.</summary>
/// <remarks>The thesis names no number; its published programs (github.com/paulzhng/appclick-ubpf) have 60. What the helper returns there,
/// the packet's new address, is not what it returns here: programs find it in their context.</remarks>
static class PublishedRewriters
{
    const int PublishedAddSpace = 60;

    /// <summary>The object with calls of <c>bpf_packet_add_space</c> by the published number as calls of it by Sluice's.</summary>
    public static BpfObject Translate(BpfObject spec)
    {
        if (spec.Programs.Any(program => program.Type != ProgramType.ClickRewriter))
            return spec; // The functions may be another's as well.
        return spec with
        {
            Programs = [.. spec.Programs.Select(program => program with { Function = Translate(program.Function) })],
            Functions = [.. spec.Functions.Select(Translate)],
        };
    }

    static FunctionSpec Translate(FunctionSpec function) => function.Instructions.Any(IsPublishedCall)
        ? function with { Instructions = [.. function.Instructions.Select(static found => IsPublishedCall(found) ? found.WithImmediate(Helpers.PacketAddSpace.Id) : found)] }
        : function;

    static bool IsPublishedCall(BpfInstruction instruction) =>
        instruction is { Opcode: InstructionSet.CallOpcode, Source: 0, Immediate: PublishedAddSpace };
}
