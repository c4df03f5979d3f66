namespace Sluice.Click.Classification;

/// <summary>One test of a decision program: 32 bits of the packet, under a mask, compared with a value.</summary>
/// <param name="Base">What <paramref name="Offset"/> counts from.</param>
/// <param name="Offset">Byte offset of the word.</param>
/// <param name="Mask">Bits that count, as a number in network order: the word's first byte is the highest.</param>
/// <param name="Value">What to compare with, within <paramref name="Mask"/>.</param>
/// <param name="Kind">How to compare.</param>
/// <remarks>A test of bytes that the packet does not have is false.</remarks>
public readonly record struct DecisionTest(HeaderBase Base, int Offset, uint Mask, uint Value, TestKind Kind = TestKind.Equal)
{
    /// <summary>Bytes of a word.</summary>
    public const int WordSize = sizeof(uint);

    /// <summary>Bytes from <see cref="Offset"/> on that the mask covers: what a packet must have for the test.</summary>
    public int Needed => Mask == 0 ? 0 : WordSize - System.Numerics.BitOperations.TrailingZeroCount(Mask) / 8;

    /// <summary>Whether a word, given as a number in network order, passes.</summary>
    public bool Passes(uint word) => Kind switch
    {
        TestKind.Equal => (word & Mask) == Value,
        TestKind.AtLeast => (word & Mask) >= Value,
        _ => (word & Mask) <= Value,
    };

    /// <summary>The test as Click's <c>program</c> handler shows it: offset, slash, value, percent sign, mask in
    /// hexadecimal; offsets into the transport header begin with <c>transp+</c>.</summary>
    public override string ToString()
    {
        var sign = Kind switch { TestKind.Equal => "", TestKind.AtLeast => ">=", _ => "<=" };
        return $"{(Base == HeaderBase.Transport ? "transp+" : "")}{Offset}/{sign}{Value:x8}%{Mask:x8}";
    }
}
