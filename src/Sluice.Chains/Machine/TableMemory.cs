using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;

namespace Sluice.Chains.Machine;

/// <summary>The values of an array of the VM: the engine's own memory where it shows it, or else a copy.</summary>
/// <remarks>Half a megabyte of words need not be read and written for a chain of twenty.</remarks>
sealed class TableMemory : IDisposable
{
    const int Alignment = 8;

    readonly IBpfMap _map;
    readonly IMappedValues? _mapped;
    readonly byte[] _copy = [];
    readonly int _stride;

    /// <summary>Opens the values.</summary>
    /// <exception cref="BpfMapException">The engine does not give them.</exception>
    public TableMemory(IBpfMap map)
    {
        (_map, _stride) = (map, (map.Spec.ValueSize + Alignment - 1) / Alignment * Alignment);
        _mapped = (map as IMappableMap)?.MapValues();
        if (_mapped is not null)
            return;
        _copy = new byte[_stride * map.Spec.MaxEntries];
        for (var index = 0; index < map.Spec.MaxEntries; index++)
            BpfMapException.ThrowIfFailed(map, "read", map.Lookup(Key(ref index), Value(index)));
    }

    /// <summary>A value.</summary>
    public Span<byte> Value(int index) => (_mapped is null ? _copy : _mapped.Bytes).Slice(index * _stride, _map.Spec.ValueSize);

    /// <summary>Makes what was written into a value be there for programs.</summary>
    /// <exception cref="BpfMapException">The engine does not take it.</exception>
    public void Write(int index)
    {
        if (_mapped is null)
            BpfMapException.ThrowIfFailed(_map, "write", _map.Update(Key(ref index), Value(index)));
    }

    /// <inheritdoc/>
    public void Dispose() => _mapped?.Dispose();

    static Span<byte> Key(ref int index) => MemoryMarshal.AsBytes(new Span<int>(ref index));
}
