namespace Sluice.Packets.Tests;

/// <summary>Like a pipe: cannot seek, gives at most 65 521 bytes at a time.</summary>
sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
{
    const int MostAtOnce = 65_521;

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, MostAtOnce));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, MostAtOnce)]);
}
