using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps;

/// <summary>A map in the kernel.</summary>
/// <remarks>Owns a descriptor: disposing drops this process's reference, and the map lives on where it is pinned, attached
/// or used by a program. Operations allocate nothing.</remarks>
public sealed unsafe partial class KernelMap : IMappableMap
{
    const int Alignment = 8;

    internal KernelMap(MapSpec spec, BpfDescriptor descriptor)
    {
        Spec = spec;
        Descriptor = descriptor;
        ValueBufferSize = spec.IsPerCpu
            ? (spec.ValueSize + Alignment - 1) / Alignment * Alignment * PossibleCpus.Count
            : spec.ValueSize;
    }

    /// <inheritdoc/>
    public MapSpec Spec { get; }

    /// <inheritdoc/>
    /// <remarks>Entries of maps of maps, and of programs, are numbers of 4 bytes: descriptors when written, ids when read.</remarks>
    public int ValueBufferSize { get; }

    /// <summary>The descriptor.</summary>
    internal BpfDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value) => Element(BpfCommand.MapLookupElement, Key(key), Value(value), 0);

    /// <inheritdoc/>
    public Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any) =>
        Element(BpfCommand.MapUpdateElement, Key(key), Value(value), (ulong)flags);

    /// <inheritdoc/>
    public Errno Delete(ReadOnlySpan<byte> key) => Element(BpfCommand.MapDeleteElement, Key(key), default, 0);

    /// <inheritdoc/>
    public Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value) =>
        Element(BpfCommand.MapLookupAndDeleteElement, Key(key), Value(value), 0);

    /// <inheritdoc/>
    public Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(next.Length, Spec.KeySize, nameof(next));
        return Element(BpfCommand.MapGetNextKey, key.IsEmpty ? key : Key(key), next, 0);
    }

    /// <inheritdoc/>
    public Errno Freeze() => Element(BpfCommand.MapFreeze, default, default, 0);

    /// <inheritdoc/>
    public IMappedValues? MapValues() => Spec.Type == MapType.Array && Spec.Flags.HasFlag(MapFlags.Mmapable)
        ? new MappedValues(Descriptor, (Spec.ValueSize + Alignment - 1) / Alignment * Alignment * Spec.MaxEntries, Spec.Name)
        : null;

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Spec.ToString();

    ReadOnlySpan<byte> Key(ReadOnlySpan<byte> key) => key.Length >= Spec.KeySize
        ? key
        : throw new ArgumentException($"map '{Spec.Name}' has keys of {Spec.KeySize} bytes, but {key.Length} were given", nameof(key));

    ReadOnlySpan<byte> Value(ReadOnlySpan<byte> value) => value.Length >= ValueBufferSize
        ? value
        : throw new ArgumentException($"map '{Spec.Name}' has values of {ValueBufferSize} bytes, but {value.Length} were given", nameof(value));

    Errno Element(BpfCommand command, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags)
    {
        fixed (byte* keyAddress = key, valueAddress = value)
        {
            var attributes = new MapElementAttributes
            {
                MapFd = (uint)Descriptor.Number,
                Key = Spec.KeySize == 0 ? 0 : (ulong)keyAddress,
                Value = (ulong)valueAddress,
                Flags = flags,
            };
            _ = BpfSystemCall.Invoke(command, ref attributes, out var error);
            return error;
        }
    }
}
