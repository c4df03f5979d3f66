using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Maps.Batches;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps;

public sealed unsafe partial class KernelMap
{
    const int FirstBatch = 1 << 16;

    /// <summary>Copies all entries, many with each system call.</summary>
    /// <remarks>Entries that come or go meanwhile may or may not be among them. Types without batches (Linux 5.6 brought
    /// them; queues, rings and their like have none) are walked key by key.</remarks>
    /// <exception cref="KernelException">The map refused.</exception>
    public MapEntries ReadAll() => ReadAll(BpfCommand.MapLookupBatch);

    /// <summary>Copies all entries and removes them; what is counted between cannot be lost.</summary>
    /// <remarks>Hash maps only.</remarks>
    /// <exception cref="KernelException">The map refused.</exception>
    public MapEntries TakeAll() => ReadAll(BpfCommand.MapLookupAndDeleteBatch);

    /// <summary>Makes or replaces many entries with one system call.</summary>
    /// <param name="keys">The keys, one behind the other.</param>
    /// <param name="values">Their values, one behind the other.</param>
    /// <param name="done">How many were made, also when the answer is an error.</param>
    /// <param name="flags">As for single updates.</param>
    public Errno UpdateBatch(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, out int done, UpdateFlags flags = UpdateFlags.Any)
    {
        var count = CountOf(keys);
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, count * ValueBufferSize, nameof(values));
        return WriteBatch(BpfCommand.MapUpdateBatch, keys, values, count, (ulong)flags, out done);
    }

    /// <summary>Removes many entries with one system call.</summary>
    /// <param name="keys">The keys, one behind the other.</param>
    /// <param name="done">How many were removed before one that is not there.</param>
    public Errno DeleteBatch(ReadOnlySpan<byte> keys, out int done) =>
        WriteBatch(BpfCommand.MapDeleteBatch, keys, default, CountOf(keys), 0, out done);

    int CountOf(ReadOnlySpan<byte> keys)
    {
        if (Spec.KeySize == 0 || keys.Length % Spec.KeySize != 0)
            throw new ArgumentException($"map '{Spec.Name}' has keys of {Spec.KeySize} bytes, but {keys.Length} were given", nameof(keys));
        return keys.Length / Spec.KeySize;
    }

    Errno WriteBatch(BpfCommand command, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, int count, ulong flags, out int done)
    {
        fixed (byte* keyAddress = keys, valueAddress = values)
        {
            var attributes = new MapBatchAttributes
            {
                Keys = (ulong)keyAddress,
                Values = (ulong)valueAddress,
                Count = (uint)count,
                MapFd = (uint)Descriptor.Number,
                ElemFlags = flags,
            };
            _ = BpfSystemCall.Invoke(command, ref attributes, out var error);
            done = error == Errno.BadAddress ? 0 : (int)attributes.Count;
            return error;
        }
    }

    MapEntries ReadAll(BpfCommand command)
    {
        var (keys, values, count) = (Array.Empty<byte>(), Array.Empty<byte>(), 0);
        // Where to go on: a bucket's number, or a key.
        var position = new byte[Math.Max(sizeof(uint), Spec.KeySize)];
        var batch = Math.Min(FirstBatch, Math.Max(1, Spec.MaxEntries));
        for (var isFirst = true; ;)
        {
            if ((count + batch) * (long)Spec.KeySize > keys.Length)
            {
                var room = Math.Max(count + batch, 2 * count);
                Array.Resize(ref keys, room * Spec.KeySize);
                Array.Resize(ref values, checked(room * ValueBufferSize));
            }

            var got = ReadBatch(command, position, isFirst, keys.AsSpan(count * Spec.KeySize), values.AsSpan(count * ValueBufferSize), batch, out var error);
            if (error is Errno.NotSupported or Errno.InvalidArgument && isFirst && command == BpfCommand.MapLookupBatch)
                return ReadSingly();
            // A bucket that does not fit: nothing was copied, the same again with more room.
            if (error == Errno.NoSpace)
            {
                batch *= 2;
                continue;
            }

            if (error is not (Errno.None or Errno.NotFound))
                throw new KernelException($"map '{Spec.Name}'", "read its entries", error);
            count += got;
            isFirst = false;
            if (error == Errno.NotFound)
                return new(keys, values, count, Spec.KeySize, ValueBufferSize);
        }
    }

    int ReadBatch(BpfCommand command, byte[] position, bool isFirst, Span<byte> keys, Span<byte> values, int count, out Errno error)
    {
        fixed (byte* place = position, keyAddress = keys, valueAddress = values)
        {
            var attributes = new MapBatchAttributes
            {
                InBatch = isFirst ? 0 : (ulong)place,
                OutBatch = (ulong)place,
                Keys = (ulong)keyAddress,
                Values = (ulong)valueAddress,
                Count = (uint)count,
                MapFd = (uint)Descriptor.Number,
            };
            _ = BpfSystemCall.Invoke(command, ref attributes, out error);
            return (int)attributes.Count;
        }
    }

    MapEntries ReadSingly()
    {
        var (keys, values, count) = (new List<byte>(), new List<byte>(), 0);
        var (key, next, value) = (new byte[Spec.KeySize], new byte[Spec.KeySize], new byte[ValueBufferSize]);
        var error = NextKey(default, next);
        for (; error == Errno.None; error = NextKey(key, next))
        {
            next.CopyTo(key, 0);
            if (Lookup(key, value) != Errno.None)
                continue;
            keys.AddRange(key);
            values.AddRange(value);
            count++;
        }

        return error == Errno.NotFound
            ? new([.. keys], [.. values], count, Spec.KeySize, ValueBufferSize)
            : throw new KernelException($"map '{Spec.Name}'", "walk its keys", error);
    }
}
