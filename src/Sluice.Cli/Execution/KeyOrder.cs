using Sluice.Bpf.Btf;

namespace Sluice.Cli.Execution;

/// <summary>Puts entries in the order of their keys, so that the same contents are listed the same way every time.</summary>
sealed class KeyOrder : IComparer<MapEntry>
{
    static readonly KeyOrder s_numbers = new(isNumber: true), s_bytes = new(isNumber: false);

    readonly bool _isNumber;

    KeyOrder(bool isNumber) => _isNumber = isNumber;

    /// <summary>Numbers by their value, all else byte by byte: addresses and what is in network order come right.</summary>
    public static KeyOrder For(BtfType? key) => key?.Resolve() is BtfInteger or BtfEnum ? s_numbers : s_bytes;

    /// <inheritdoc/>
    public int Compare(MapEntry x, MapEntry y)
    {
        if (!_isNumber)
            return x.Key.AsSpan().SequenceCompareTo(y.Key);
        for (var i = x.Key.Length - 1; i >= 0; i--)
        {
            if (x.Key[i] != y.Key[i])
                return x.Key[i].CompareTo(y.Key[i]);
        }

        return 0;
    }
}
