using System.Buffers.Binary;
using System.IO.Compression;

namespace Sluice.Packets;

/// <summary>Reads a capture packet by packet, forward only, in constant memory.</summary>
/// <remarks>pcap (microseconds, nanoseconds, both byte orders) and pcapng, told apart by their first bytes; either may be
/// gzipped (a gzip stream that is cut is told from one that ends only where the .NET switch
/// <c>System.IO.Compression.UseStrictValidation</c> is on). Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. Not safe for several threads at once.</remarks>
/// <example><code>
/// using var capture = CaptureReader.Open("web.pcapng");
/// while (capture.TryRead(out var packet))
///     Console.WriteLine($"{packet.Timestamp} {packet.Data.Length}");
/// </code></example>
public abstract class CaptureReader : IDisposable
{
    /// <summary>Most bytes that a packet in a capture may have, 16 MiB. A length above it is damage.</summary>
    public const int MaxPacketLength = 1 << 24;

    const int MagicSize = 4;
    const string StandardInput = "-";
    readonly ForwardReader _input;
    readonly List<CaptureInterface> _interfaces = [];

    private protected CaptureReader(ForwardReader input) => _input = input;

    /// <summary>The format of the file.</summary>
    public abstract CaptureFormat Format { get; }

    /// <summary>The interfaces met so far. In pcapng more may come as reading goes on, and those of a later section are
    /// numbered on from the earlier ones, except that one that repeats its predecessor of the section before keeps its
    /// number.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <summary>What packets of the first interface start with; in pcapng others may differ, see
    /// <see cref="CapturedPacket.LinkType"/>.</summary>
    public LinkType LinkType => _interfaces.Count > 0 ? _interfaces[0].LinkType : LinkType.Null;

    /// <summary>Bytes read past, of the uncompressed data: for progress.</summary>
    public long Position => _input.Offset;

    private protected List<CaptureInterface> InterfaceList => _interfaces;

    /// <summary>Opens a capture file; <c>-</c> is standard input.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CaptureFormatException">It is not a capture, or its headers are damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CaptureReader Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path == StandardInput
            ? Open(Console.OpenStandardInput(), "<stdin>")
            : Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan), path);
    }

    /// <summary>Reads a capture from a stream, which need not be seekable.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What to call the stream in errors.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the reader is disposed of.</param>
    /// <exception cref="CaptureFormatException">It is not a capture, or its headers are damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CaptureReader Open(Stream stream, string name = "<stream>", bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var input = new ForwardReader(stream, leaveOpen, name);
        try
        {
            if (input.Require(2) && BinaryPrimitives.ReadUInt16BigEndian(input.Peek(2)) == CaptureMagic.Gzip)
                input = new ForwardReader(Unzip(input.Peek(input.Available).ToArray(), stream, leaveOpen), false, name);
            return Identify(input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet, valid until the next call.</param>
    /// <returns>False at the end of the capture, and after an error.</returns>
    /// <exception cref="CaptureFormatException">The capture is damaged or cut here. Raised once: nothing more can be
    /// read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public abstract bool TryRead(out CapturedPacket packet);

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _input.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the reading and makes the error that says why.</summary>
    private protected CaptureFormatException Fail(long offset, string found, string expected)
    {
        _input.Stop();
        return new CaptureFormatException(_input.File, offset, found, expected);
    }

    /// <summary>The error for a capture that ends inside <paramref name="what"/>.</summary>
    private protected CaptureFormatException FailTruncated(string what, long size)
    {
        var available = _input.Available;
        return Fail(_input.Offset + available, $"the end of the capture after {available} bytes of a {what}", $"{size} bytes");
    }

    static GZipStream Unzip(byte[] head, Stream rest, bool leaveOpen) =>
        new(new ReplayStream(head, rest, leaveOpen), CompressionMode.Decompress);

    static CaptureReader Identify(ForwardReader input)
    {
        var have = input.Require(MagicSize);
        var magic = have ? BinaryPrimitives.ReadUInt32BigEndian(input.Peek(MagicSize)) : 0;
        if (magic == CaptureMagic.SectionHeader)
            return new PcapNgReader(input);
        if (CaptureMagic.IsPcap(magic))
            return new PcapReader(input);
        var found = !have ? $"a file of {input.Available} bytes"
            : CaptureMagic.NameOfOther(magic) is { } name ? $"{name} file" : $"magic 0x{magic:x8}";
        throw new CaptureFormatException(input.File, 0, found, "a pcap or pcapng file, gzipped or not");
    }
}
