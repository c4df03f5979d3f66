using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>Makes bounds that keep moving jump, so that loops reach a fixpoint in few rounds.</summary>
/// <param name="thresholds">Where bounds stop on their way.</param>
/// <param name="isCareful">Go through all thresholds one by one? It takes more rounds.</param>
sealed class Widening(Thresholds thresholds, bool isCareful)
{
    // Rounds in which a bound stops at what its register is compared with; in which it stops at every threshold, before it takes
    // ever longer steps; and after which it stops again at what its register is compared with, as other values of the state may
    // have taken the rounds so far.
    const int OwnSteps = 3, SmallSteps = 6, AllSteps = 14, MostDoublings = 40;

    // Where the value at hand may stop, and where it does, however far it may leap.
    long[] _stops = [];
    long[] _own = [];

    // How far beyond what is needed bounds may be moved, over thresholds of other values that lie close together.
    long _leap;

    /// <summary>Widens <paramref name="joined"/>, which holds all of <paramref name="before"/> and more, in place.</summary>
    /// <param name="before">The state of the round before.</param>
    /// <param name="joined">The state of this round.</param>
    /// <param name="times">How often this was done at this place.</param>
    /// <param name="far">Go to the end at once?</param>
    public void Widen(AbstractState before, AbstractState joined, int times, bool far)
    {
        _leap = isCareful || times is < SmallSteps or > AllSteps ? 0 : 1L << Math.Min(times - SmallSteps, MostDoublings);
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            var isOwn = times > AllSteps || (times < OwnSteps && !isCareful);
            _own = thresholds.OfRegister(register);
            _stops = isOwn ? _own : thresholds.All;
            Widen(before.Registers[register], ref joined.Registers[register], far);
        }

        _own = Thresholds.Common;
        _stops = times > AllSteps ? _own : thresholds.All;
        for (var depth = 0; depth < joined.FrameCount; depth++)
        {
            var (older, newer) = (before.FrameAt(depth), joined.FrameAt(depth));
            if (older.IsShared(newer))
                continue;
            for (var index = 0; index < newer.Saved.Length; index++)
            {
                var saved = newer.Saved[index];
                Widen(older.Saved[index], ref saved, far);
                newer.Save(index, saved);
            }

            for (var index = newer.CellCount - 1; index >= 0; index--)
            {
                var cell = newer.Cells[index];
                var old = older.Find(cell.Start, cell.Size);
                if (old >= 0)
                {
                    Widen(older.Cells[old].Value, ref cell.Value, far);
                    newer.SetCell(index, cell.Value);
                }
                else if (far)
                {
                    newer.RemoveCell(index);
                }
            }
        }

        if (joined.PacketBytes < before.PacketBytes)
            joined.PacketBytes = far ? 0 : Down(joined.PacketBytes);
        if (joined.MetaBytes < before.MetaBytes)
            joined.MetaBytes = 0;
    }

    void Widen(in Value before, ref Value joined, bool far)
    {
        if (before.Kind != joined.Kind || joined.Kind < ValueKind.Scalar)
            return;
        joined.Number = far && joined.Number != before.Number ? Scalar.Unknown : Widen(before.Number, joined.Number);
        if (joined.Range < before.Range && !joined.IsSpan)
            joined.Range = far || joined.Range < 0 ? Value.NoRange : Down(joined.Range);
    }

    Scalar Widen(in Scalar before, in Scalar joined)
    {
        if (before == joined)
            return joined;
        // Bits that change would hold the bounds back, a bit a round; only the lowest, an alignment, stay.
        var bits = joined.Bits == before.Bits ? joined.Bits : joined.Bits.LowBits();
        return (joined with
        {
            Bits = bits,
            Min = joined.Min < before.Min ? (ulong)Math.Max(0, Down((long)Math.Min(joined.Min, long.MaxValue))) : joined.Min,
            Max = joined.Max > before.Max ? UpUnsigned(joined.Max) : joined.Max,
            SignedMin = joined.SignedMin < before.SignedMin ? Down(joined.SignedMin) : joined.SignedMin,
            SignedMax = joined.SignedMax > before.SignedMax ? Up(joined.SignedMax) : joined.SignedMax,
            Min32 = joined.Min32 < before.Min32 ? (uint)Math.Max(0, Down(joined.Min32)) : joined.Min32,
            Max32 = joined.Max32 > before.Max32 ? (uint)Math.Min(uint.MaxValue, Up(joined.Max32)) : joined.Max32,
            SignedMin32 = joined.SignedMin32 < before.SignedMin32 ? (int)Math.Max(int.MinValue, Down(joined.SignedMin32)) : joined.SignedMin32,
            SignedMax32 = joined.SignedMax32 > before.SignedMax32 ? (int)Math.Min(int.MaxValue, Up(joined.SignedMax32)) : joined.SignedMax32,
        }).Normalized();
    }

    ulong UpUnsigned(ulong value) => value > long.MaxValue || Up((long)value) == long.MaxValue ? ulong.MaxValue : (ulong)Up((long)value);

    // The least stop that is not under the value, or the greatest that a leap reaches.
    long Up(long value)
    {
        var next = FirstNotUnder(_stops, value);
        if (next == _stops.Length)
            return long.MaxValue;
        if (_leap == 0 || value > long.MaxValue - _leap)
            return _stops[next];
        var reached = _stops[Math.Max(next, FirstNotUnder(_stops, value + _leap + 1) - 1)];
        var own = FirstNotUnder(_own, value);
        return own < _own.Length ? Math.Min(reached, _own[own]) : reached;
    }

    // The greatest that is not over it, or the least that a leap reaches.
    long Down(long value)
    {
        var next = LastNotOver(_stops, value);
        if (next < 0)
            return long.MinValue;
        if (_leap == 0 || value < long.MinValue + _leap)
            return _stops[next];
        var reached = _stops[Math.Min(next, FirstNotUnder(_stops, value - _leap))];
        var own = LastNotOver(_own, value);
        return own >= 0 ? Math.Max(reached, _own[own]) : reached;
    }

    static int FirstNotUnder(long[] stops, long value)
    {
        var index = Array.BinarySearch(stops, value);
        return index < 0 ? ~index : index;
    }

    static int LastNotOver(long[] stops, long value)
    {
        var index = Array.BinarySearch(stops, value);
        return index < 0 ? ~index - 1 : index;
    }
}
