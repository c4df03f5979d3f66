namespace Sluice.Packets.Tests;

/// <summary>A file whose end, from some offset on, comes many times over.</summary>
sealed class RepeatingStream(byte[] bytes, int repeatFrom, int copies) : MemoryStream(bytes)
{
    int _left = copies - 1;

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position == Length && _left-- > 0)
            Position = repeatFrom;
        return base.Read(buffer, offset, count);
    }
}
