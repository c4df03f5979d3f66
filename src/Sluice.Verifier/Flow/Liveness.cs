using Sluice.Bpf.Instructions;

namespace Sluice.Verifier.Flow;

/// <summary>Which registers matter at the start of a block. What does not matter need not be told apart.</summary>
static class Liveness
{
    const ushort CallerSaved = 0x3f, FramePointer = 1 << 10;

    /// <summary>Sets <see cref="Block.LiveIn"/> of all blocks that can be reached.</summary>
    public static void Run(ProgramCode code, ControlFlow flow)
    {
        var effects = new (ushort Uses, ushort Kills)[flow.Blocks.Length];
        foreach (var block in flow.InOrder)
            effects[block.Index] = Summarize(code, block);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var index = flow.InOrder.Length - 1; index >= 0; index--)
            {
                var block = flow.InOrder[index];
                var liveOut = (block.Next?.LiveIn ?? 0) | (block.Target?.LiveIn ?? 0);
                var (uses, kills) = effects[block.Index];
                var liveIn = (ushort)(uses | (liveOut & ~kills) | FramePointer);
                changed |= liveIn != block.LiveIn;
                block.LiveIn = liveIn;
            }
        }
    }

    static (ushort Uses, ushort Kills) Summarize(ProgramCode code, Block block)
    {
        int uses = 0, kills = 0;
        for (var slot = block.Start; slot < block.End; slot += code.Forms[slot]!.Slots)
        {
            var (read, written) = Effects(code, slot);
            uses |= read & ~kills;
            kills |= written;
        }

        return ((ushort)uses, (ushort)kills);
    }

    /// <summary>The registers that an instruction reads and writes, a bit each.</summary>
    public static (int Read, int Written) Effects(ProgramCode code, int slot)
    {
        var (instruction, form) = (code.Instructions[slot], code.Forms[slot]!);
        var (destination, source) = (1 << instruction.Destination, 1 << instruction.Source);
        switch (form.Operation)
        {
            case Operation.CallHelper:
                return (((1 << code.ArgumentCount(slot)) - 1) << 1, CallerSaved);
            case Operation.CallLocal or Operation.CallKernelFunction:
                return (0x3e, CallerSaved);
            case Operation.CallRegister:
                return (0x3e | destination, CallerSaved);
            case Operation.Exit:
                return (1, 0);
            case Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect:
                return ((1 << 6) | (form.HasSourceRegister ? source : 0), CallerSaved);
        }

        var read = form.HasSourceRegister ? source : 0;
        if ((form.Uses & Fields.Destination) != 0
            && (form.Writes != Fields.Destination || (form.IsArithmetic && form.Operation is not (Operation.Move or Operation.MoveSignExtend))))
        {
            read |= destination;
        }

        var written = form.Writes switch
        {
            Fields.Destination => destination,
            Fields.Source => source,
            _ => 0,
        };
        return form.Operation == Operation.AtomicCompareExchange ? (read | 1, written | 1) : (read, written);
    }
}
