using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>How alike states are: those of one shape lose little when they are joined.</summary>
static class StateShape
{
    /// <summary>A number that states of the same shape share: the kinds of all values, what is held, what was moved.</summary>
    public static int Of(AbstractState state)
    {
        var hash = state.ReferenceCount * 31 + (state.LockId != 0 ? 7 : 0) + state.FrameCount;
        foreach (ref readonly var value in state.Registers.AsSpan())
            hash = hash * 31 + Of(value);
        for (var depth = 0; depth < state.FrameCount; depth++)
        {
            var cells = 0;
            foreach (ref readonly var cell in state.FrameAt(depth).Cells)
            {
                if (cell.Value.IsPointer)
                    cells += (cell.Start + 1) * 7919 * (Of(cell.Value) + 1);
            }

            foreach (ref readonly var value in state.FrameAt(depth).Saved)
                hash = hash * 31 + Of(value);
            hash = hash * 31 + cells;
        }

        return hash;
    }

    /// <summary>In how many registers and stack cells two states differ.</summary>
    public static int Distance(AbstractState a, AbstractState b)
    {
        var distance = a.PacketBytes == b.PacketBytes ? 0 : 1;
        for (var register = 0; register < AbstractState.RegisterCount; register++)
            distance += Distance(a.Registers[register], b.Registers[register]);
        foreach (ref readonly var cell in a.Frame.Cells)
        {
            var index = b.Frame.Find(cell.Start, cell.Size);
            distance += index < 0 ? 2 : Distance(cell.Value, b.Frame.Cells[index].Value);
        }

        return distance;
    }

    static int Distance(in Value a, in Value b) =>
        a.Kind != b.Kind ? 16
        : a.Region != b.Region || a.IsNullable != b.IsNullable ? 8
        : a.Number.Min != b.Number.Min || a.Number.Max != b.Number.Max || a.Offset != b.Offset ? 2
        : 0;

    static int Of(in Value value) => (int)value.Kind * 64 + (value.IsNullable ? 32 : 0) + value.Region * 4099
        + (value.IsPointer && value.Reference != 0 ? 3 : 0);
}
