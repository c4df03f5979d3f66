using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Engine;

/// <summary>A live map, in process or in the kernel, as user space sees it.</summary>
/// <remarks>
/// Keys are <see cref="MapSpec.KeySize"/> bytes. Values are <see cref="ValueBufferSize"/> bytes: for per-CPU maps one value
/// per possible CPU, each rounded up to 8 bytes, as bpf(2) has it. Spans that are too short throw
/// <see cref="ArgumentException"/>. Safe for use from several threads. <c>Dispose</c> gives the map up; in process its
/// memory is freed when no program uses it any more.
/// </remarks>
public interface IBpfMap : IDisposable
{
    /// <summary>What the map is.</summary>
    MapSpec Spec { get; }

    /// <summary>Bytes of a value as user space sees it.</summary>
    int ValueBufferSize { get; }

    /// <summary>Copies the value of <paramref name="key"/> into <paramref name="value"/>.</summary>
    /// <returns><see cref="Errno.None"/>, or <see cref="Errno.NotFound"/> and friends as bpf(2) answers.</returns>
    Errno Lookup(ReadOnlySpan<byte> key, Span<byte> value);

    /// <summary>Makes or replaces the entry of <paramref name="key"/>. Queues, stacks and bloom filters take an empty key.</summary>
    Errno Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateFlags flags = UpdateFlags.Any);

    /// <summary>Removes the entry of <paramref name="key"/>.</summary>
    Errno Delete(ReadOnlySpan<byte> key);

    /// <summary>Copies the value and removes the entry; pops a queue or a stack (with an empty key).</summary>
    Errno LookupAndDelete(ReadOnlySpan<byte> key, Span<byte> value);

    /// <summary>The key that follows <paramref name="key"/>; the first one if it is empty or gone.</summary>
    /// <returns><see cref="Errno.NotFound"/> behind the last.</returns>
    Errno NextKey(ReadOnlySpan<byte> key, Span<byte> next);

    /// <summary>Refuses all further writes by user space.</summary>
    Errno Freeze();
}
