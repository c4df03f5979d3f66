using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Kernel.Links.Netlink;

/// <summary>A run of netlink attributes: length, type, bytes, each aligned to 4 (include/uapi/linux/netlink.h, struct nlattr).</summary>
readonly ref struct RouteAttributes(ReadOnlySpan<byte> bytes)
{
    const int HeaderSize = 4, Alignment = 4;
    const ushort TypeMask = 0x3fff;

    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The attributes within the one of this type; none if there is none.</summary>
    public RouteAttributes Find(ushort type) => new(Bytes(type));

    /// <summary>Is there nothing?</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>A byte; 0 if there is none.</summary>
    public byte Byte(ushort type) => Bytes(type) is { IsEmpty: false } value ? value[0] : (byte)0;

    /// <summary>Four bytes; 0 if there are none.</summary>
    public uint UInt32(ushort type) => Bytes(type) is { Length: >= sizeof(uint) } value ? MemoryMarshal.Read<uint>(value) : 0;

    /// <summary>Eight bytes at a place within the attribute; 0 if there are none.</summary>
    public long Int64(ushort type, int offset) => Bytes(type) is { } value && value.Length >= offset + sizeof(long) ? MemoryMarshal.Read<long>(value[offset..]) : 0;

    /// <summary>Two bytes; 0 if there are none.</summary>
    public ushort UInt16(ushort type) => Bytes(type) is { Length: >= sizeof(ushort) } value ? MemoryMarshal.Read<ushort>(value) : (ushort)0;

    /// <summary>A text, without the zero at its end; empty if there is none.</summary>
    public string Text(ushort type) => Encoding.UTF8.GetString(Bytes(type).TrimEnd((byte)0));

    /// <summary>The bytes of an attribute; empty if there is none.</summary>
    public ReadOnlySpan<byte> Bytes(ushort type)
    {
        for (var rest = _bytes; rest.Length >= HeaderSize;)
        {
            var length = MemoryMarshal.Read<ushort>(rest);
            if (length < HeaderSize || length > rest.Length)
                break;
            if ((MemoryMarshal.Read<ushort>(rest[sizeof(ushort)..]) & TypeMask) == type)
                return rest[HeaderSize..length];
            rest = rest[Math.Min(rest.Length, (length + Alignment - 1) / Alignment * Alignment)..];
        }

        return default;
    }
}
