using System.Runtime.InteropServices;

namespace Sluice.Runtime.Memory;

/// <summary>Zeroed memory outside the managed heap, at an address that never changes, taken page by page as it is touched.</summary>
/// <remarks>
/// Reserving much costs nothing until it is used (mmap(2), MAP_NORESERVE), so a map may reserve room for all its entries.
/// The owner disposes of it; whoever keeps an address beyond that reads freed memory.
/// </remarks>
public sealed unsafe partial class NativeRegion : IDisposable
{
    const int ProtectRead = 1, ProtectWrite = 2;
    const int ProtectNone = 0, MapShared = 0x01, MapFixed = 0x10;
    const uint CloseOnExec = 1;
    const int MapPrivate = 0x02, MapAnonymous = 0x20, MapNoReserve = 0x4000, MapFixedNoReplace = 0x100000;

    // Where to look for room below 4 GiB: above what a non-PIE program maps, in steps of 1 MiB.
    const nuint LowStart = 0x1000_0000, LowEnd = 0xf000_0000, LowStep = 0x10_0000;

    static readonly Lock s_lowLock = new();
    static nuint s_lowNext = LowStart;

    byte* _address;

    NativeRegion(byte* address, nuint length)
    {
        _address = address;
        Length = length;
    }

    /// <summary>Frees the memory if nobody disposed of it.</summary>
    ~NativeRegion() => Free();

    /// <summary>The first byte.</summary>
    public byte* Address => _address;

    /// <summary>Bytes, a multiple of the page size.</summary>
    public nuint Length { get; }

    /// <summary>Reserves at least <paramref name="length"/> bytes anywhere.</summary>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public static NativeRegion Reserve(nuint length)
    {
        length = RoundUp(length);
        var address = Map(null, length, ProtectRead | ProtectWrite, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
        return (nint)address == -1
            ? throw new NativeMemoryException(length, Marshal.GetLastPInvokeErrorMessage())
            : new NativeRegion((byte*)address, length);
    }

    /// <summary>Reserves at least <paramref name="length"/> bytes below 4 GiB, so that 32 bits hold their addresses.</summary>
    /// <exception cref="NativeMemoryException">There is no room down there.</exception>
    public static NativeRegion ReserveLow(nuint length)
    {
        length = RoundUp(length);
        lock (s_lowLock)
        {
            for (var tries = (LowEnd - LowStart) / LowStep; tries > 0; tries--)
            {
                if (s_lowNext + length > LowEnd)
                    s_lowNext = LowStart;
                var hint = (void*)s_lowNext;
                s_lowNext += (length + LowStep - 1) / LowStep * LowStep;
                var address = Map(hint, length, ProtectRead | ProtectWrite,
                    MapPrivate | MapAnonymous | MapNoReserve | MapFixedNoReplace, -1, 0);
                if (address == hint)
                    return new NativeRegion((byte*)address, length);
                if ((nint)address != -1)
                    _ = Unmap(address, length); // A kernel before 4.17 takes the address for a mere hint.
            }
        }

        throw new NativeMemoryException(length, "no room below 4 GiB");
    }

    /// <summary>Reserves a ring of <paramref name="length"/> bytes that lies there twice, one copy behind the other, so that what
    /// reaches over its end goes on at its beginning. <see cref="Length"/> counts both.</summary>
    /// <exception cref="ArgumentException"><paramref name="length"/> is no multiple of the page size.</exception>
    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public static NativeRegion ReserveMirrored(nuint length)
    {
        if (length == 0 || RoundUp(length) != length)
            throw new ArgumentException($"a ring of {length} bytes is no multiple of the page size", nameof(length));
        var descriptor = CreateMemoryFile("sluice-ring", CloseOnExec);
        if (descriptor < 0)
            throw new NativeMemoryException(length, Marshal.GetLastPInvokeErrorMessage());
        try
        {
            if (Truncate(descriptor, (nint)length) != 0)
                throw new NativeMemoryException(length, Marshal.GetLastPInvokeErrorMessage());
            var address = (byte*)Map(null, length * 2, ProtectNone, MapPrivate | MapAnonymous | MapNoReserve, -1, 0);
            if ((nint)address == -1)
                throw new NativeMemoryException(length * 2, Marshal.GetLastPInvokeErrorMessage());
            var region = new NativeRegion(address, length * 2);
            for (var copy = 0u; copy < 2; copy++)
            {
                if (Map(address + (copy * length), length, ProtectRead | ProtectWrite, MapShared | MapFixed, descriptor, 0)
                    == address + (copy * length))
                    continue;
                var reason = Marshal.GetLastPInvokeErrorMessage();
                region.Dispose();
                throw new NativeMemoryException(length, reason);
            }

            return region;
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    /// <summary>Do <paramref name="size"/> bytes at <paramref name="address"/> lie within?</summary>
    public bool Contains(ulong address, ulong size)
    {
        var offset = address - (ulong)_address;
        return offset <= Length && size <= Length - offset;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        var address = _address;
        _address = null;
        if (address != null)
            _ = Unmap(address, Length);
    }

    static nuint RoundUp(nuint length)
    {
        var page = (nuint)Environment.SystemPageSize;
        return (Math.Max(length, 1) + page - 1) / page * page;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(int descriptor, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
