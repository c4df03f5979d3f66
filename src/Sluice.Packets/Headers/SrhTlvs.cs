namespace Sluice.Packets;

/// <summary>Walks the TLVs of a segment routing header (RFC 8754, section 2.1).</summary>
/// <remarks>Padding is passed over. The walk ends before a TLV that does not fit.</remarks>
public ref struct SrhTlvs
{
    /// <summary>One byte of padding, without a length.</summary>
    public const byte Pad1 = 0;

    /// <summary>Padding of any length.</summary>
    public const byte PadN = 4;

    /// <summary>Keyed hash of the header.</summary>
    public const byte Hmac = 5;

    ReadOnlySpan<byte> _rest;

    internal SrhTlvs(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The TLV at hand.</summary>
    public SrhTlv Current { get; private set; }

    /// <summary>The walk itself.</summary>
    public readonly SrhTlvs GetEnumerator() => this;

    /// <summary>Moves to the next TLV; false when there is none.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var type = _rest[0];
            if (type == Pad1)
            {
                _rest = _rest[1..];
                continue;
            }

            if (_rest.Length < 2 || _rest[1] > _rest.Length - 2)
                return false;
            Current = new SrhTlv(type, _rest.Slice(2, _rest[1]));
            _rest = _rest[(2 + Current.Value.Length)..];
            if (type != PadN)
                return true;
        }

        return false;
    }
}
