using System.Runtime.InteropServices;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>One bpf_for_each_map_elem under way: hands each entry to a callback, the key as a copy.</summary>
/// <remarks>The program may read and spoil the copy; the map's own keys are none of its memory.</remarks>
sealed unsafe class MapVisit : IOpenResource, IDisposable
{
    // No key is longer: a program could not make it on its stack (MAX_BPF_STACK).
    const int LongestKey = Cpu.FrameSize;

    readonly Cpu _cpu;
    readonly MapVisitor _visitor;
    readonly byte* _key = (byte*)NativeMemory.Alloc(LongestKey);
    RuntimeMap _map = null!;
    CallbackTarget _target = null!;
    ulong _context;

    public MapVisit(Cpu cpu)
    {
        _cpu = cpu;
        _visitor = Visit;
    }

    /// <summary>Visits the entries of <paramref name="map"/> until the callback answers other than 0.</summary>
    /// <returns>The calls made, or a negated errno.</returns>
    public long Run(RuntimeMap map, CallbackTarget target, ulong context)
    {
        (_map, _target, _context) = (map, target, context);
        _cpu.Resources.Add(this, (ulong)_key, (ulong)map.Spec.KeySize);
        try
        {
            return map.ForEach(_cpu, _visitor);
        }
        finally
        {
            _cpu.Resources.Remove(this, (ulong)_key);
        }
    }

    /// <inheritdoc/>
    public void Abandon(ulong address)
    {
        // The visit has ended with the run; the memory is kept for the next.
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_key);

    bool Visit(byte* key, byte* value)
    {
        Buffer.MemoryCopy(key, _key, LongestKey, _map.Spec.KeySize);
        return _target.Invoke(_cpu, (ulong)_map.Header, (ulong)_key, (ulong)value, _context) == 0;
    }
}
