namespace Sluice.Packets;

/// <summary>Collects records in one buffer, which grows only for a record that is larger.</summary>
sealed class ForwardWriter(Stream stream, bool leaveOpen) : IDisposable
{
    byte[] _bytes = GC.AllocateUninitializedArray<byte>(ForwardReader.InitialSize);
    int _used;
    bool _closed;

    /// <summary>Room for the next <paramref name="count"/> bytes, to be filled by the caller before the next call.</summary>
    public Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - _used)
            MakeRoom(count);
        var room = _bytes.AsSpan(_used, count);
        _used += count;
        return room;
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

    void MakeRoom(int count)
    {
        FlushBuffer();
        if (count > _bytes.Length)
            _bytes = GC.AllocateUninitializedArray<byte>(count);
    }

    void FlushBuffer()
    {
        stream.Write(_bytes, 0, _used);
        _used = 0;
    }
}
