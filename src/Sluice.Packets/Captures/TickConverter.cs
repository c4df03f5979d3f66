namespace Sluice.Packets;

/// <summary>Turns the ticks of a pcapng interface into nanoseconds since the epoch.</summary>
/// <remarks>if_tsresol: bit 7 clear, ticks of 10⁻ⁿ s; bit 7 set, ticks of 2⁻ⁿ s. if_tsoffset: seconds to add
/// (draft-ietf-opsawg-pcapng, section 4.2). Times that 64 bits cannot hold (before 1677, after 2262) become the nearest
/// that they can.</remarks>
sealed class TickConverter
{
    const long NanosecondsPerSecond = 1_000_000_000;
    const int NanosecondDigits = 9;

    readonly bool _binary;
    readonly int _shift;
    readonly ulong _multiplier = 1;
    readonly UInt128 _divisor = 1;

    /// <summary>Tick counts below this need one multiplication and no more.</summary>
    readonly ulong _simpleLimit;
    readonly Int128 _offset;

    public TickConverter(byte resolution, long offsetSeconds)
    {
        _offset = (Int128)offsetSeconds * NanosecondsPerSecond;
        _binary = (resolution & 0x80) != 0;
        _shift = resolution & 0x7f;
        if (_binary)
            return;
        if (_shift > NanosecondDigits)
        {
            _divisor = PowerOfTen(_shift - NanosecondDigits);
            return;
        }

        _multiplier = (ulong)PowerOfTen(NanosecondDigits - _shift);
        if (offsetSeconds == 0)
            _simpleLimit = long.MaxValue / _multiplier + 1;
    }

    public long ToNanoseconds(ulong ticks) =>
        ticks < _simpleLimit ? (long)(ticks * _multiplier) : Slow(ticks);

    long Slow(ulong ticks)
    {
        var nanoseconds = _binary
            ? (UInt128)ticks * NanosecondsPerSecond >> _shift
            : (UInt128)ticks * _multiplier / _divisor;
        return (long)Int128.Clamp((Int128)nanoseconds + _offset, long.MinValue, long.MaxValue);
    }

    /// <summary>10ⁿ, or the largest number there is: dividing any tick count by that gives 0, as it should.</summary>
    static UInt128 PowerOfTen(int n)
    {
        const int MostDigits = 38;
        if (n > MostDigits)
            return UInt128.MaxValue;
        var power = UInt128.One;
        for (; n > 0; n--)
            power *= 10;
        return power;
    }
}
