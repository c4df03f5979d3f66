using System.Collections.Immutable;

namespace Sluice.Chains.Code.Emission;

/// <summary>Code whose virtual registers have their places, in machine registers or on the stack: moves between them.</summary>
abstract class PlacedCode(ImmutableArray<RegisterPlace> places)
{
    protected const int Result = 0, First = 1, Second = 2, FramePointer = 10, WordSize = 8;

    // Stands for r0 as the source of a move.
    const int InResult = int.MaxValue;

    protected CodeBuilder Code { get; } = new();

    /// <summary>Bytes of the stack that spilled registers take.</summary>
    protected int SpillBytes => WordSize * (places.Max(place => (int?)place.Slot) + 1 ?? 0);

    /// <summary>Where a virtual register lives.</summary>
    protected RegisterPlace PlaceOf(int register) => places[register];

    /// <summary>The machine register that holds an operand, after loading it into <paramref name="scratch"/> if it must be.</summary>
    protected int Use(Operand operand, int scratch)
    {
        if (!operand.IsConstant && !PlaceOf(operand.Register).IsSpilled)
            return PlaceOf(operand.Register).Register;
        LoadTo(scratch, operand);
        return scratch;
    }

    /// <summary>Puts an operand into a machine register.</summary>
    protected void LoadTo(int register, Operand operand)
    {
        if (operand.IsConstant)
            Code.MoveConstant(register, operand.Constant);
        else if (PlaceOf(operand.Register) is { IsSpilled: false } place)
            Code.MoveRegister(register, place.Register);
        else
            Code.Load(register, FramePointer, SlotOffset(PlaceOf(operand.Register).Slot), WordSize);
    }

    /// <summary>Puts a machine register into a virtual one.</summary>
    protected void Define(int destination, int register)
    {
        if (destination < 0 || PlaceOf(destination) == RegisterPlace.None)
            return;
        if (PlaceOf(destination) is { IsSpilled: false } place)
            Code.MoveRegister(place.Register, register);
        else
            Code.Store(FramePointer, SlotOffset(PlaceOf(destination).Slot), register, WordSize);
    }

    /// <summary>The machine register to compute a virtual one in: its own, or r0 if it is spilled.</summary>
    protected int Target(int destination) => PlaceOf(destination) is { IsSpilled: false } place ? place.Register : Result;

    /// <summary>Moves that happen at once: no target is written while another move still reads it.</summary>
    protected void ParallelMoves(List<(int Target, Operand Source)> moves)
    {
        moves.RemoveAll(move => SourceOf(move) == move.Target);
        while (moves.Count > 0)
        {
            var free = moves.FindIndex(move => !moves.Exists(other => other != move && SourceOf(other) == move.Target));
            if (free < 0)
            {
                // A circle: one value waits in r0.
                var waiting = SourceOf(moves[0]);
                Code.MoveRegister(Result, waiting);
                for (var at = 0; at < moves.Count; at++)
                {
                    if (SourceOf(moves[at]) == waiting)
                        moves[at] = (moves[at].Target, Operand.Of(InResult));
                }

                continue;
            }

            if (moves[free].Source.Register == InResult)
                Code.MoveRegister(moves[free].Target, Result);
            else
                LoadTo(moves[free].Target, moves[free].Source);
            moves.RemoveAt(free);
        }
    }

    /// <summary>Puts parameters, each in a machine register, into their places.</summary>
    protected void MoveParameters(IEnumerable<(int From, RegisterPlace To)> parameters)
    {
        var moves = parameters.Where(move => move.To != RegisterPlace.None).ToList();
        foreach (var (from, to) in moves.Where(move => move.To.IsSpilled))
            Code.Store(FramePointer, SlotOffset(to.Slot), from, WordSize);
        moves.RemoveAll(move => move.To.IsSpilled || move.To.Register == move.From);
        while (moves.Count > 0)
        {
            var free = moves.FindIndex(move => !moves.Exists(other => other.From == move.To.Register));
            if (free < 0)
            {
                // A circle: r0 holds one of them until its place is free.
                Code.MoveRegister(Result, moves[0].From);
                moves[0] = (Result, moves[0].To);
                continue;
            }

            Code.MoveRegister(moves[free].To.Register, moves[free].From);
            moves.RemoveAt(free);
        }
    }

    /// <summary>Does an operand stand in this machine register?</summary>
    protected bool IsIn(Operand operand, int register) => !operand.IsConstant && PlaceOf(operand.Register).Register == register;

    /// <summary>Where a spilled register's slot lies, from the frame pointer.</summary>
    protected static int SlotOffset(int slot) => -WordSize * (slot + 1);

    int SourceOf((int Target, Operand Source) move) => move.Source.IsConstant ? -1
        : move.Source.Register == InResult ? Result : PlaceOf(move.Source.Register).Register;
}
