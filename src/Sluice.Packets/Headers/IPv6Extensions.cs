namespace Sluice.Packets;

/// <summary>Walks IPv6 extension headers, and tells what comes after them.</summary>
/// <remarks>The walk ends at the first header that is not an extension, that does not fit, or behind a fragment header of a
/// later fragment: what follows that is the middle of something.</remarks>
/// <example><code>
/// foreach (var extension in ip.Extensions) { ... }
/// </code></example>
public ref struct IPv6Extensions
{
    ReadOnlySpan<byte> _rest;

    internal IPv6Extensions(IpProtocol first, ReadOnlySpan<byte> payload)
    {
        Protocol = first;
        _rest = payload;
    }

    /// <summary>The extension header at hand.</summary>
    public IPv6Extension Current { get; private set; }

    /// <summary>What follows the headers walked so far; after the walk, the transport.</summary>
    public IpProtocol Protocol { get; private set; }

    /// <summary>What follows the headers walked so far.</summary>
    public readonly ReadOnlySpan<byte> Payload => _rest;

    /// <summary>Whether the walk ended before the transport: a header that does not fit, or a later fragment.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>The walk itself.</summary>
    public readonly IPv6Extensions GetEnumerator() => this;

    /// <summary>Moves to the next extension header; false when there is none.</summary>
    public bool MoveNext()
    {
        if (IsIncomplete || !IPv6Extension.IsExtension(Protocol))
            return false;
        if (!IPv6Extension.TryRead(Protocol, _rest, out var extension))
        {
            IsIncomplete = true;
            return false;
        }

        Current = extension;
        Protocol = extension.NextHeader;
        _rest = _rest[extension.Bytes.Length..];
        IsIncomplete = extension.FragmentOffset > 0;
        return true;
    }
}
