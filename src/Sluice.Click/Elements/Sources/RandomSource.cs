using System.Runtime.InteropServices;
using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>RandomSource</c>: makes packets of random bytes.</summary>
sealed class RandomSource : Generator
{
    int _length;
    RouterRandom _random;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Mandatory("LENGTH", SourceData.Length);
        var limit = arguments.Optional("LIMIT", ArgumentTypes.Int64, -1);
        var burst = arguments.Optional("BURST", ArgumentTypes.Range(1, int.MaxValue), Router.Options.BatchSize);
        var active = arguments.Optional("ACTIVE", ArgumentTypes.Bool, true);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        var endCall = arguments.Keyword("END_CALL", ArgumentTypes.String, "");
        if (!arguments.Complete())
            return;
        (_length, Limit, Burst, IsActive) = (length, limit, burst, active);
        SetEnd(stop, endCall);
        Restart();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _random = Router.RandomOf(this);
        base.Initialize();
    }

    /// <inheritdoc/>
    protected override PacketBatch Make(int count, long now)
    {
        var batch = default(PacketBatch);
        for (; count > 0; count--)
        {
            var packet = Pool.Allocate(_length);
            if (packet.IsNone)
                break;
            packet.Timestamp = now;
            Fill(packet.Span);
            batch.Append(packet);
        }

        return batch;
    }

    void Fill(Span<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            MemoryMarshal.Write(bytes, _random.Next());
        for (var rest = _random.Next(); bytes.Length > 0; bytes = bytes[1..], rest >>= 8)
            bytes[0] = (byte)rest;
    }
}
