using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Measurement;

/// <summary><c>Counter</c>: counts packets and bytes and measures their rates. Packets pass unchanged.</summary>
/// <remarks>The clock is read once a batch.</remarks>
sealed class Counter : BatchElement
{
    long _count, _bytes;
    RateAverage _rate, _byteRate;
    CountCall? _countCall, _byteCountCall;
    bool _called, _bytesCalled;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var countCall = arguments.Keyword("COUNT_CALL", CountCall.Type);
        var byteCountCall = arguments.Keyword("BYTE_COUNT_CALL", CountCall.Type);
        if (arguments.Complete())
            (_countCall, _byteCountCall) = (countCall, byteCountCall);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Counter counter)
            return false;
        (_count, _bytes, _rate, _byteRate) = (counter._count, counter._bytes, counter._rate, counter._byteRate);
        (_called, _bytesCalled) = (counter._called, counter._bytesCalled);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets that passed");
        handlers.Read("byte_count", () => _bytes, "bytes that passed");
        handlers.Read("rate", () => Format(_rate.PerSecond(Clock.Now)), "packets a second, lately");
        handlers.Read("bit_rate", () => Format(_byteRate.PerSecond(Clock.Now) * 8), "bits a second, lately");
        handlers.Read("byte_rate", () => Format(_byteRate.PerSecond(Clock.Now)), "bytes a second, lately");
        handlers.Button("reset", Reset, "sets counts and rates to zero");
        handlers.Button("reset_counts", Reset, "sets counts and rates to zero");
        handlers.Read("count_call", () => _countCall?.ToString() ?? "", "the count and the handler that is called then");
        handlers.Write("count_call", text => (_countCall, _called) = (ParseValue(text, CountCall.Type), false), "a count and a handler to call then");
        handlers.Read("byte_count_call", () => _byteCountCall?.ToString() ?? "", "the byte count and the handler that is called then");
        handlers.Write("byte_count_call", text => (_byteCountCall, _bytesCalled) = (ParseValue(text, CountCall.Type), false),
            "a byte count and a handler to call then");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var bytes = batch.ByteCount();
        var now = Clock.Now;
        _count += batch.Count;
        _bytes += bytes;
        _rate.Add(now, batch.Count);
        _byteRate.Add(now, bytes);
        if (_countCall is not null || _byteCountCall is not null)
            CheckCalls();
        return batch;
    }

    static string Format(double rate) => rate.ToString("0.###", CultureInfo.InvariantCulture);

    void CheckCalls()
    {
        if (_countCall is { } call && !_called && _count >= call.Threshold)
        {
            _called = true;
            Router.Driver?.Write(call.Handler, call.Value);
        }

        if (_byteCountCall is { } byteCall && !_bytesCalled && _bytes >= byteCall.Threshold)
        {
            _bytesCalled = true;
            Router.Driver?.Write(byteCall.Handler, byteCall.Value);
        }
    }

    void Reset()
    {
        (_count, _bytes, _rate, _byteRate) = (0, 0, default, default);
        (_called, _bytesCalled) = (false, false);
    }
}
