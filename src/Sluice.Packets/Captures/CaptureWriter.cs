namespace Sluice.Packets;

/// <summary>Writes a capture packet by packet, little-endian, so that the same packets give the same file everywhere.
/// </summary>
/// <remarks>Packets are collected in a buffer of 256 KiB: call <see cref="Flush"/> or dispose. Not safe for several threads
/// at once.</remarks>
/// <example><code>
/// using var capture = CaptureWriter.Create("out.pcap", CaptureFormat.Pcap, new CaptureInterface(LinkType.Ethernet));
/// capture.Write(timestamp, frame);
/// </code></example>
public abstract class CaptureWriter : IDisposable
{
    const string StandardOutput = "-";
    readonly ForwardWriter _output;
    readonly List<CaptureInterface> _interfaces = [];

    /// <summary>Interfaces in common with the capture copied from; the first was given at creation.</summary>
    int _mirrored = 1;

    private protected CaptureWriter(ForwardWriter output) => _output = output;

    /// <summary>The format of the file.</summary>
    public abstract CaptureFormat Format { get; }

    /// <summary>The interfaces written so far.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <summary>Creates a capture file, or empties it; <c>-</c> is standard output.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="source">The first interface: link type, snap length, resolution of timestamps.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static CaptureWriter Create(string path, CaptureFormat format, CaptureInterface source)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(source);
        var stream = path == StandardOutput
            ? Console.OpenStandardOutput()
            : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        return Create(stream, format, source);
    }

    /// <summary>Writes a capture to a stream, which need not be seekable.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">The format.</param>
    /// <param name="source">The first interface: link type, snap length, resolution of timestamps.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the writer is disposed of.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static CaptureWriter Create(Stream stream, CaptureFormat format, CaptureInterface source, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        var output = new ForwardWriter(stream, leaveOpen);
        CaptureWriter writer = format == CaptureFormat.PcapNg ? new PcapNgWriter(output) : new PcapWriter(output);
        writer.AddInterface(source);
        return writer;
    }

    /// <summary>Announces another interface (pcapng).</summary>
    /// <param name="source">The interface.</param>
    /// <returns>Its number, to write packets with.</returns>
    /// <exception cref="ArgumentException">The file is pcap, which has one interface, and the link type differs from its.
    /// With the same link type the number of that one interface is returned.</exception>
    public int AddInterface(CaptureInterface source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (Format == CaptureFormat.Pcap && _interfaces.Count > 0)
        {
            var only = _interfaces[0].LinkType;
            return source.LinkType == only ? 0 : throw new ArgumentException(
                $"A pcap file holds one link type; this one has {only} and cannot take {source.LinkType}. Write pcapng.",
                nameof(source));
        }

        WriteInterface(source);
        _interfaces.Add(source);
        return _interfaces.Count - 1;
    }

    /// <summary>Announces the interfaces of <paramref name="reader"/> that this capture does not have yet, so that numbers
    /// mean the same on both sides. Call it again as reading goes on: costs nothing when there is none.</summary>
    /// <param name="reader">The capture that packets are copied from, whose first interface this one was created with.
    /// </param>
    /// <exception cref="ArgumentException">A pcap file cannot take the link type of a new interface.</exception>
    public void AddInterfaces(CaptureReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (; _mirrored < reader.Interfaces.Count; _mirrored++)
            AddInterface(reader.Interfaces[_mirrored]);
    }

    /// <summary>Writes a packet, cut to the interface's snap length and to <see cref="CaptureReader.MaxPacketLength"/>.
    /// </summary>
    /// <param name="timestamp">Nanoseconds since 1970-01-01 UTC, rounded down to the interface's resolution. A time that
    /// the format cannot hold (before 1970; in pcap after 2106) becomes the nearest that it can.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="originalLength">Length on the wire where <paramref name="data"/> is only its beginning; 0 for the
    /// length of <paramref name="data"/>.</param>
    /// <param name="interfaceId">Number of an interface of this capture.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such interface.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(long timestamp, ReadOnlySpan<byte> data, uint originalLength = 0, int interfaceId = 0) =>
        Write(new CapturedPacket(timestamp, default, data, originalLength == 0 ? (uint)data.Length : originalLength, interfaceId));

    /// <summary>Writes a packet as it was read, its options included (pcapng), cut to the interface's snap length.</summary>
    /// <param name="packet">The packet; its interface number is one of this capture, in pcap any.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such interface, see <see cref="AddInterfaces"/>.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public abstract void Write(in CapturedPacket packet);

    /// <summary>Hands everything written so far to the stream and flushes it.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Flush() => _output.Flush();

    /// <summary>Flushes, and closes the file.</summary>
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void WriteInterface(CaptureInterface source);

    /// <summary>How much of a packet is kept: what the snap length allows, and never more than readers take.</summary>
    private protected static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> data, uint snapLength)
    {
        var limit = snapLength is 0 or > CaptureReader.MaxPacketLength ? CaptureReader.MaxPacketLength : (int)snapLength;
        return data.Length <= limit ? data : data[..limit];
    }
}
