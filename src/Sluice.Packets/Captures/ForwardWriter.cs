namespace Sluice.Packets;

/// <summary>Collects small writes into one buffer; what does not fit goes straight to the stream.</summary>
sealed class ForwardWriter(Stream stream, bool leaveOpen) : IDisposable
{
    const int Size = 1 << 20;
    readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Size);
    int _used;
    bool _closed;

    /// <summary>Room for <paramref name="count"/> bytes (far fewer than the buffer has), to be filled by the caller.</summary>
    public Span<byte> Reserve(int count)
    {
        if (count > Size - _used)
            FlushBuffer();
        var room = _bytes.AsSpan(_used, count);
        _used += count;
        return room;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size - _used)
        {
            FlushBuffer();
            if (bytes.Length > Size)
            {
                stream.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    public void Flush()
    {
        FlushBuffer();
        stream.Flush();
    }

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        try
        {
            Flush();
        }
        finally
        {
            if (!leaveOpen)
                stream.Dispose();
        }
    }

    void FlushBuffer()
    {
        stream.Write(_bytes, 0, _used);
        _used = 0;
    }
}
