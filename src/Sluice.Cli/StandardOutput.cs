using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>Standard output of a Linux process, by write(2).</summary>
/// <remarks>
/// The stream that <see cref="Console"/> gives drops what is written to a pipe that nobody reads any more (EPIPE), so that a
/// command which never ends by itself would go on for ever. A <see cref="FileStream"/> writes by offsets of its own: two
/// commands that share one open file would overwrite each other.
/// </remarks>
sealed partial class StandardOutput : Stream
{
    const int Descriptor = 1;
    const int Interrupted = 4, WouldBlock = 11, BrokenPipe = 32; // EINTR, EAGAIN and EPIPE: include/uapi/asm-generic/errno-base.h
    const short PollOut = 4; // POLLOUT: include/uapi/asm-generic/poll.h
    const int ForEver = -1;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="ClosedOutputException">Nobody reads them.</exception>
    /// <exception cref="IOException">They cannot be written.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (nint done = 0; done < buffer.Length;)
            {
                var written = WriteSome(Descriptor, bytes + done, buffer.Length - done);
                if (written >= 0)
                    done += written;
                else
                    Recover(Marshal.GetLastPInvokeError());
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    static unsafe void Recover(int error)
    {
        switch (error)
        {
            case Interrupted:
                break;
            case WouldBlock: // Whoever started the tool has made it non-blocking.
                Waiting waiting = new() { Descriptor = Descriptor, Events = PollOut };
                _ = Poll(&waiting, 1, ForEver);
                break;
            case BrokenPipe:
                throw new ClosedOutputException();
            default:
                throw new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteSome(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(Waiting* waiting, ulong count, int milliseconds);

    // struct pollfd
    struct Waiting
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
