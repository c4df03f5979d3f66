using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Kernel.Links.Netlink;

/// <summary>A message to rtnetlink(7): a header, a structure, and attributes behind it.</summary>
sealed class RouteRequest
{
    /// <summary>Bytes of struct nlmsghdr.</summary>
    public const int HeaderSize = 16;

    // include/uapi/linux/netlink.h: struct nlmsghdr and struct nlattr.
    const int AttributeSize = 4, Alignment = 4;
    const ushort Nested = 1 << 15;

    readonly List<byte> _bytes = [];
    readonly ushort _type, _flags;

    /// <summary>Begins one.</summary>
    /// <param name="type">What is asked: RTM_*.</param>
    /// <param name="flags">How: NLM_F_*, but for NLM_F_REQUEST, which is always there.</param>
    /// <param name="body">The structure that the type goes with.</param>
    public RouteRequest(ushort type, ushort flags, ReadOnlySpan<byte> body)
    {
        (_type, _flags) = (type, (ushort)(flags | 1));
        _bytes.AddRange(new byte[HeaderSize]);
        Append(body);
    }

    /// <summary>Is it answered by many messages (NLM_F_DUMP)?</summary>
    public bool IsDump => (_flags & RouteFlags.Dump) == RouteFlags.Dump;

    /// <summary>Adds an attribute of four bytes.</summary>
    public RouteRequest Add(ushort type, uint value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(ref value)));

    /// <summary>Adds an attribute of two bytes.</summary>
    public RouteRequest Add(ushort type, ushort value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<ushort>(ref value)));

    /// <summary>Adds a text, which ends with a zero.</summary>
    public RouteRequest Add(ushort type, string text) => Add(type, Encoding.UTF8.GetBytes(text + '\0'));

    /// <summary>Adds an attribute of attributes.</summary>
    public RouteRequest Add(ushort type, Action<RouteRequest> inner)
    {
        var start = _bytes.Count;
        Add((ushort)(type | Nested), ReadOnlySpan<byte>.Empty);
        inner(this);
        MemoryMarshal.Write(CollectionsMarshal.AsSpan(_bytes)[start..], (ushort)(_bytes.Count - start));
        return this;
    }

    /// <summary>Adds an attribute.</summary>
    public RouteRequest Add(ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> header = stackalloc byte[AttributeSize];
        MemoryMarshal.Write(header, (ushort)(AttributeSize + value.Length));
        MemoryMarshal.Write(header[sizeof(ushort)..], type);
        Append(header);
        Append(value);
        return this;
    }

    /// <summary>The bytes to send.</summary>
    public byte[] ToArray(uint sequence)
    {
        var bytes = _bytes.ToArray();
        MemoryMarshal.Write(bytes, (uint)bytes.Length);
        MemoryMarshal.Write(bytes.AsSpan(4), _type);
        MemoryMarshal.Write(bytes.AsSpan(6), _flags);
        MemoryMarshal.Write(bytes.AsSpan(8), sequence);
        return bytes;
    }

    void Append(ReadOnlySpan<byte> value)
    {
        _bytes.AddRange(value);
        _bytes.AddRange(new byte[-value.Length & Alignment - 1]);
    }
}
