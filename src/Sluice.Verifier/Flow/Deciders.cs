using Sluice.Bpf.Instructions;

namespace Sluice.Verifier.Flow;

/// <summary>What decides which way control goes in a loop: what its conditional jumps compare, and all that this is computed from.</summary>
/// <param name="Registers">The registers, a bit each.</param>
/// <param name="Stack">Do values on the stack?</param>
/// <param name="Instructions">How many instructions the loop has.</param>
sealed record Deciders(int Registers, bool Stack, int Instructions)
{
    /// <summary>Finds them for the loops that share a block's place in the order of work. It does not matter in which order the
    /// instructions stand.</summary>
    public static Deciders Of(ProgramCode code, ControlFlow flow, Block head)
    {
        var blocks = Array.FindAll(flow.InOrder, block => block.LoopDepth > 0 && block.Horizon == head.Horizon);
        var found = new Deciders(0, false, blocks.Sum(block => block.End - block.Start));
        for (var known = (Deciders?)null; known != found;)
        {
            known = found;
            foreach (var block in blocks)
            {
                for (var slot = block.Start; slot < block.End; slot += code.Forms[slot]!.Slots)
                    found = found.With(code, slot);
            }
        }

        return found;
    }

    Deciders With(ProgramCode code, int slot)
    {
        var form = code.Forms[slot]!;
        var (read, written) = Liveness.Effects(code, slot);
        var isCall = form.Operation is >= Operation.CallHelper and <= Operation.CallRegister;
        if (form.IsConditionalJump || (Registers & (isCall ? 1 : written)) != 0)
        {
            return this with
            {
                Registers = Registers | read,
                Stack = Stack || form.Operation is Operation.Load or Operation.LoadSignExtend || (isCall && read != 0),
            };
        }

        var stores = form.Operation is Operation.Store or Operation.StoreImmediate || form.IsAtomic || isCall;
        return Stack && stores ? this with { Registers = Registers | read } : this;
    }
}
