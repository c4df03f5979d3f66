using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>What new flows are rewritten to: addresses and ports, or a dash for those that stay. Source ports, or source addresses, may be a
/// range, of which one that is free is chosen.</summary>
/// <remarks>The packet's own port is preferred; with <c>?</c> behind the range a random one is, with <c>#</c> the one after the last.</remarks>
sealed class RewriterPattern
{
    enum Choice
    {
        Own,
        Random,
        Next,
    }

    readonly uint? _source;
    readonly uint? _destination;
    readonly int? _destinationPort;
    readonly uint _least;
    readonly uint _most;
    readonly bool _variesAddress;
    readonly Choice _choice;
    readonly string _text;
    readonly Random _random;
    uint _next;

    RewriterPattern(
        string text, uint? source, (uint Least, uint Most, Choice Choice)? range, bool variesAddress, uint? destination, int? port, Random random)
    {
        (_text, _source, _destination, _destinationPort, _variesAddress, _random) = (text, source, destination, port, variesAddress, random);
        if (range is { } values)
            (_least, _most, _choice) = values;
        HasRange = range is not null;
        _next = _least;
    }

    /// <summary>Flows that it has been rewriting to, in whatever element.</summary>
    public HashSet<FlowId> InUse { get; } = [];

    bool HasRange { get; }

    /// <summary>Chooses what a flow is rewritten to.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="store">Where it must not meet another.</param>
    /// <param name="rewritten">What it is rewritten to.</param>
    /// <returns>False where none of the range is free.</returns>
    public bool TryRewrite(in FlowId flow, FlowStore store, out FlowId rewritten)
    {
        var fixedPart = new FlowId(
            IPv4View.FromWord(_source ?? flow.Source), flow.SourcePort,
            IPv4View.FromWord(_destination ?? flow.Destination), _destinationPort ?? flow.DestinationPort, flow.Protocol);
        if (!HasRange)
        {
            rewritten = fixedPart;
            return IsFree(rewritten, store);
        }

        var count = (ulong)_most - _least + 1;
        var start = Start(flow);
        for (var i = 0UL; i < count; i++)
        {
            var value = (uint)(_least + (start - _least + i) % count);
            rewritten = _variesAddress ? fixedPart with { Source = IPv4View.ToWord(new IPv4Address(value)) }
                : fixedPart with { Ports = FlowId.PortsOf((int)value, fixedPart.DestinationPort) };
            if (!IsFree(rewritten, store))
                continue;
            _next = value == _most ? _least : value + 1;
            return true;
        }

        rewritten = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>Reads <c>SADDR SPORT DADDR DPORT</c>.</summary>
    /// <returns>The pattern, or null where the words are none.</returns>
    public static RewriterPattern? Parse(IReadOnlyList<string> words, ArgumentScope scope)
    {
        if (words.Count != 4 || !TryParseAddress(words[0], scope, out var source) || !TryParseAddress(words[2], scope, out var destination)
            || !TryParsePorts(words[1], scope, out var range) || !TryParsePort(words[3], scope, out var port))
        {
            return null;
        }

        return new RewriterPattern(string.Join(' ', words), source, range, false, destination, port, NewRandom(scope));
    }

    /// <summary>Reads <c>SADDR[-SADDR2] DADDR</c>, or the source alone.</summary>
    public static RewriterPattern? ParseAddresses(IReadOnlyList<string> words, ArgumentScope scope)
    {
        uint? destination = null;
        if (words.Count is 0 or > 2 || (words.Count == 2 && !TryParseAddress(words[1], scope, out destination)))
            return null;
        if (TryParseAddress(words[0], scope, out var source))
            return new RewriterPattern(string.Join(' ', words), source, null, true, destination, null, NewRandom(scope));
        if (!TryParseAddresses(words[0], scope, out var range))
            return null;
        return new RewriterPattern(string.Join(' ', words), null, range, true, destination, null, NewRandom(scope));
    }

    static Random NewRandom(ArgumentScope scope) => new((int)scope.Router.Options.Seed ^ scope.Element.Index);

    bool IsFree(in FlowId rewritten, FlowStore store) => store.IsFree(rewritten) && !InUse.Contains(rewritten);

    ulong Start(in FlowId flow)
    {
        var own = _variesAddress ? IPv4View.FromWord(flow.Source).Value : flow.SourcePort;
        return _choice switch
        {
            Choice.Next => _next,
            Choice.Own when !_variesAddress && own >= _least && own <= _most => own,
            _ => (ulong)_random.NextInt64(_least, (long)_most + 1),
        };
    }

    static bool TryParseAddress(string text, ArgumentScope scope, out uint? word)
    {
        word = null;
        if (text == "-")
            return true;
        var found = ArgumentTypes.IPv4Address.Parse(text, scope, out var address);
        word = IPv4View.ToWord(address);
        return found;
    }

    static bool TryParsePort(string text, ArgumentScope scope, out int? port)
    {
        port = null;
        if (text == "-")
            return true;
        var found = ArgumentTypes.Port.Parse(text, scope, out var number);
        port = number;
        return found;
    }

    static bool TryParsePorts(string text, ArgumentScope scope, out (uint Least, uint Most, Choice Choice)? range)
    {
        range = null;
        if (text == "-")
            return true;
        var choice = TakeChoice(ref text);
        var dash = text.IndexOf('-', 1);
        // A service's name may have a dash, too.
        if (ArgumentTypes.Port.Parse(text, scope, out var only))
        {
            range = (only, only, choice);
            return true;
        }

        if (dash < 0 || !ushort.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            || !ushort.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var most) || least > most)
        {
            return false;
        }

        range = (least, most, choice);
        return true;
    }

    static bool TryParseAddresses(string text, ArgumentScope scope, out (uint Least, uint Most, Choice Choice)? range)
    {
        range = null;
        var choice = TakeChoice(ref text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && ArgumentTypes.IPv4Address.Parse(text[..dash], scope, out var least)
            && ArgumentTypes.IPv4Address.Parse(text[(dash + 1)..], scope, out var most) && least.Value <= most.Value)
        {
            range = (least.Value, most.Value, choice);
        }
        else if (text.Contains('/', StringComparison.Ordinal) && ArgumentTypes.IPv4Prefix.Parse(text, scope, out var prefix))
        {
            // The first and the last address of a network are nobody's.
            var edge = prefix.Length <= 30 ? 1u : 0;
            range = (prefix.Address.Value + edge, (prefix.Address.Value | ~prefix.Mask.Value) - edge, choice);
        }

        return range is not null;
    }

    static Choice TakeChoice(ref string text)
    {
        var choice = text.EndsWith('#') ? Choice.Next : text.EndsWith('?') ? Choice.Random : Choice.Own;
        text = text.TrimEnd('#', '?');
        return choice;
    }
}
