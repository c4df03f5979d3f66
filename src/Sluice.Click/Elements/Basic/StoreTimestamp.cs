using System.Buffers.Binary;
using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>StoreTimestamp</c>: writes the timestamp into the packet, as seconds and nanoseconds of 32 bits each in network byte order,
/// at an offset or (TAIL) behind its end.</summary>
sealed class StoreTimestamp : SimpleElement
{
    const int Size = 8;

    int _offset;
    bool _tail;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var offset = arguments.Optional("OFFSET", ArgumentTypes.Count);
        var tail = arguments.Keyword("TAIL", ArgumentTypes.Bool);
        if (arguments.Complete())
            (_offset, _tail) = (offset, tail);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var offset = _tail ? packet.Length : _offset;
        if (packet.Length < (long)offset + Size)
        {
            if ((long)offset + Size > PacketPool.MaxLength)
            {
                packet.Kill();
                return default;
            }

            var length = packet.Length;
            packet = packet.Put(offset + Size - length);
            if (packet.IsNone)
                return packet;
            packet.Span[length..].Clear();
        }

        var (seconds, nanoseconds) = Math.DivRem(packet.Timestamp, 1_000_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(packet.Span[offset..], (uint)seconds);
        BinaryPrimitives.WriteUInt32BigEndian(packet.Span[(offset + 4)..], (uint)nanoseconds);
        return packet;
    }
}
