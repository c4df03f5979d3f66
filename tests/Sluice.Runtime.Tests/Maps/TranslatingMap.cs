using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>A map whose values are names of things, such as descriptors, shown as indices into a list that two maps share.</summary>
sealed class TranslatingMap(IBpfMap map, uint[] given, uint[] shown) : IBpfMap
{
    public MapSpec Spec => map.Spec;

    public int ValueBufferSize => map.ValueBufferSize;

    public Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value)
    {
        var error = map.Lookup(key, value);
        if (error == Errno.None)
            BitConverter.TryWriteBytes(value, Array.IndexOf(shown, BitConverter.ToUInt32(value)));
        return error;
    }

    public Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any) =>
        map.Update(key, BitConverter.GetBytes(given[BitConverter.ToUInt32(value)]), flags);

    public Errno Delete(ReadOnlySpan<byte> key) => map.Delete(key);

    public Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value) => map.LookupAndDelete(key, value);

    public Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next) => map.NextKey(key, next);

    public Errno Freeze() => map.Freeze();

    public void Dispose()
    {
    }
}
