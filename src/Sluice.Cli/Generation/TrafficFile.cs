using Sluice.Cli.Output;
using Sluice.Packets;

namespace Sluice.Cli.Generation;

/// <summary>Writes generated traffic to a capture.</summary>
static class TrafficFile
{
    const int PacketsBetweenReports = 4096;

    /// <summary>Writes <paramref name="count"/> packets.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(Terminal terminal, string path, CaptureFormat format, long count, TrafficOptions options)
    {
        var traffic = new TrafficGenerator(options);
        var source = new CaptureInterface(LinkType.Ethernet, Resolution: TimestampResolution.Nanoseconds);
        using var capture = path == TextInput.Standard
            ? CaptureWriter.Create(terminal.Output, format, source, leaveOpen: true)
            : CaptureWriter.Create(path, format, source);
        using var interruption = new Interruption();
        using var progress = new ProgressBar(terminal, count, packets => Units.Count((long)packets, "packet"));
        var frame = new byte[traffic.MaxLength];
        for (var written = 0L; written < count; written++)
        {
            if (written % PacketsBetweenReports == 0)
            {
                if (interruption.IsRequested)
                    break;
                progress.Report(written);
            }

            var length = traffic.Next(frame, out var timestamp);
            capture.Write(timestamp, frame.AsSpan(0, length));
        }

        capture.Flush();
    }
}
