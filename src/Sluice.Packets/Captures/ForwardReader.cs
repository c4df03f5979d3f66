using System.Runtime.CompilerServices;

namespace Sluice.Packets;

/// <summary>A window that slides over a stream: parsed in place, never moved back.</summary>
/// <remarks>The window grows only while bytes do arrive, so that a length that lies costs no memory.</remarks>
sealed class ForwardReader(Stream stream, bool leaveOpen, string file) : IDisposable
{
    // Small enough that what the kernel copied there is still in the processor's own cache when it is parsed.
    internal const int InitialSize = 1 << 18;

    byte[] _bytes = GC.AllocateUninitializedArray<byte>(InitialSize);
    int _start;
    int _end;
    long _origin;

    /// <summary>What to call the stream in errors.</summary>
    public string File { get; } = file;

    /// <summary>Where the first unconsumed byte lies in the stream.</summary>
    public long Offset => _origin + _start;

    /// <summary>Bytes at hand.</summary>
    public int Available => _end - _start;

    /// <summary>Tries to have <paramref name="count"/> bytes at hand; false when the stream ends before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Require(int count) => _end - _start >= count || Fill(count);

    /// <summary>The first <paramref name="count"/> unconsumed bytes, which must be at hand; valid until the next
    /// <see cref="Require"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Peek(int count) => new(_bytes, _start, count);

    /// <summary>Consumes bytes that are at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => _start += count;

    /// <summary>Consumes bytes at hand or still to come; false when the stream ends before.</summary>
    public bool Skip(long count)
    {
        while (count > Available)
        {
            count -= Available;
            _start = _end;
            if (!Fill(1))
                return false;
        }

        _start += (int)count;
        return true;
    }

    /// <summary>Makes this the end of the stream: nothing is at hand and nothing will come.</summary>
    public void Stop()
    {
        _start = _end;
        stream = Close(stream, leaveOpen);
    }

    public void Dispose() => Stop();

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool Fill(int count)
    {
        var kept = Available;
        _bytes.AsSpan(_start, kept).CopyTo(_bytes);
        _origin += _start;
        _start = 0;
        _end = kept;
        while (_end < count)
        {
            if (_end == _bytes.Length)
                Array.Resize(ref _bytes, _bytes.Length * 2);
            var read = ReadSome();
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    int ReadSome()
    {
        try
        {
            return stream.Read(_bytes, _end, _bytes.Length - _end);
        }
        catch (InvalidDataException e)
        {
            // What was decompressed before the damage is still parsed; the error comes when more is needed.
            var offset = _origin + _end;
            Stop();
            throw new CaptureFormatException(File, offset, $"damaged gzip data ({e.Message})", "a whole gzip stream");
        }
    }

    static Stream Close(Stream stream, bool leaveOpen)
    {
        if (!leaveOpen)
            stream.Dispose();
        return Stream.Null;
    }
}
