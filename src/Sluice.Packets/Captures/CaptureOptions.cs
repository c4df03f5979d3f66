using System.Buffers.Binary;
using System.Text;

namespace Sluice.Packets;

/// <summary>The options of a pcapng block, as they lie in the file (draft-ietf-opsawg-pcapng, section 3.5).</summary>
/// <remarks>Enumerating never throws: it ends at the end-of-options mark, or before an option that does not fit.</remarks>
public readonly ref struct CaptureOptions
{
    /// <summary>Options over raw bytes: code, length, value padded to four bytes, and so on.</summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="bigEndian">Byte order of codes, lengths and numbers.</param>
    public CaptureOptions(ReadOnlySpan<byte> raw, bool bigEndian)
    {
        Raw = raw;
        IsBigEndian = bigEndian;
    }

    /// <summary>The bytes, the end mark included when the file has one.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>Byte order of codes, lengths and numbers.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The first comment (opt_comment), or null.</summary>
    public string? Comment
    {
        get
        {
            foreach (var option in this)
            {
                if (option.Code == CaptureOption.Comment)
                    return Encoding.UTF8.GetString(option.Value);
            }

            return null;
        }
    }

    /// <summary>Walks the options.</summary>
    public Enumerator GetEnumerator() => new(Raw, IsBigEndian);

    /// <summary>Walks options in file order.</summary>
    public ref struct Enumerator
    {
        const int HeaderSize = 4;
        readonly bool _bigEndian;
        ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> raw, bool bigEndian)
        {
            _rest = raw;
            _bigEndian = bigEndian;
        }

        /// <summary>The option at hand.</summary>
        public CaptureOption Current { get; private set; }

        /// <summary>What has not been walked: empty, or from the end mark or the option that does not fit.</summary>
        internal readonly ReadOnlySpan<byte> Rest => _rest;

        /// <summary>Moves to the next option; false at the end.</summary>
        public bool MoveNext()
        {
            if (_rest.Length < HeaderSize)
                return false;
            var code = ReadUInt16(_rest);
            var length = ReadUInt16(_rest[2..]);
            if (code == 0 || length > _rest.Length - HeaderSize)
                return false;
            Current = new CaptureOption(code, _rest.Slice(HeaderSize, length));
            _rest = _rest[Math.Min(HeaderSize + ((length + 3) & ~3), _rest.Length)..];
            return true;
        }

        readonly ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
            _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }
}
