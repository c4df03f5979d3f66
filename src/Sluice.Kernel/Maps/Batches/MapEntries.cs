namespace Sluice.Kernel.Maps.Batches;

/// <summary>Entries of a map, copied out of the kernel.</summary>
/// <remarks>Keys and values lie one behind the other; a value of a per-CPU map is all CPUs' values.</remarks>
public sealed class MapEntries
{
    readonly byte[] _keys;
    readonly byte[] _values;
    readonly int _keySize;
    readonly int _valueSize;

    internal MapEntries(byte[] keys, byte[] values, int count, int keySize, int valueSize) =>
        (_keys, _values, Count, _keySize, _valueSize) = (keys, values, count, keySize, valueSize);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>All keys.</summary>
    public ReadOnlySpan<byte> Keys => _keys.AsSpan(0, Count * _keySize);

    /// <summary>All values, in the order of the keys.</summary>
    public ReadOnlySpan<byte> Values => _values.AsSpan(0, Count * _valueSize);

    /// <summary>The key of an entry.</summary>
    public ReadOnlySpan<byte> Key(int index) => Keys.Slice(index * _keySize, _keySize);

    /// <summary>The value of an entry.</summary>
    public ReadOnlySpan<byte> Value(int index) => Values.Slice(index * _valueSize, _valueSize);
}
