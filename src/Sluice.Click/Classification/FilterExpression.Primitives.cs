using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Classification;

// Primitives: qualifiers, relation, value.
public sealed partial class FilterExpression
{
    static readonly Dictionary<string, FilterRelation> s_relations = new()
    {
        ["=="] = FilterRelation.Equal,
        ["="] = FilterRelation.Equal,
        ["!="] = FilterRelation.NotEqual,
        ["<"] = FilterRelation.Less,
        ["<="] = FilterRelation.LessOrEqual,
        [">"] = FilterRelation.Greater,
        [">="] = FilterRelation.GreaterOrEqual,
    };

    static readonly Dictionary<string, IpProtocol> s_transports = new()
    {
        ["tcp"] = IpProtocol.Tcp,
        ["udp"] = IpProtocol.Udp,
        ["icmp"] = IpProtocol.Icmp,
    };

    /// <summary>Subjects that need no header's name before them.</summary>
    static readonly Dictionary<string, FilterSubject> s_subjects = new()
    {
        ["host"] = FilterSubject.Host,
        ["net"] = FilterSubject.Net,
        ["proto"] = FilterSubject.Proto,
        ["port"] = FilterSubject.Port,
        ["opt"] = FilterSubject.Option,
        ["type"] = FilterSubject.IcmpType,
        ["win"] = FilterSubject.Find(IpProtocol.Tcp, "win")!,
    };

    Condition Primitive()
    {
        if (!Current.IsWord)
            throw Unexpected("a primitive such as `src host 10.0.0.1` or `tcp port 80`");
        if (Current.Text is "true" or "false")
            return Take().Text == "true" ? Condition.True : Condition.False;
        if (After.Is("["))
            return Slice();
        FilterSubject? subject = null;
        FilterDirection? direction = null;
        IpProtocol? protocol = null;
        var isIp = false;
        while (subject is null && Current.IsWord)
        {
            var word = Current.Text;
            if (FilterField.Flags.TryGetValue(word, out var flag))
            {
                _at++;
                return flag;
            }

            if (direction is null && word is "src" or "dst")
                direction = Direction();
            else if (!isIp && protocol is null && word == "ip")
                (isIp, _) = (true, Take());
            else if (!isIp && protocol is null && s_transports.TryGetValue(word, out var transport) && Qualifies(transport, direction))
                (protocol, _) = (transport, Take());
            else if (FindSubject(word, protocol) is { } found)
                (subject, _) = (found, Take());
            else
                break;
        }

        return Relation(new FilterPrimitive(subject, direction, protocol));
    }

    /// <summary>Does the name of a protocol say more about what follows, or stand for itself?</summary>
    bool Qualifies(IpProtocol transport, FilterDirection? direction)
    {
        var next = After.Text;
        if (direction is not null)
            return true;
        if (FindSubject(next, transport) is { } subject)
            return subject == FilterSubject.Port ? transport != IpProtocol.Icmp : subject.Protocol == transport;
        if (transport == IpProtocol.Icmp)
            return FilterSubject.IcmpType.Values!.ContainsKey(next); // `icmp echo` is a type, though there is a port of that name.
        return (IsNumber(next) || (next is "src" or "dst" && IsPort(AfterDirection())));
    }

    /// <summary>The token behind `src or dst` or the like, which follows the current one.</summary>
    string AfterDirection()
    {
        var at = _at + 2;
        if (_tokens[at].Text is "or" or "||" or "and" or "&&" && _tokens[at + 1].Text is "src" or "dst")
            at += 2;
        return _tokens[at].Text;
    }

    static bool IsPort(string text) => text == "port" || IsNumber(text) || WellKnownPorts.All.ContainsKey(text);

    static FilterSubject? FindSubject(string word, IpProtocol? protocol)
    {
        if (FilterSubject.Find(protocol, word) is { } field)
            return field;
        return s_subjects.TryGetValue(word, out var subject) && (protocol is null || subject.Protocol is null || subject.Protocol == protocol)
            ? subject : null;
    }

    FilterDirection Direction()
    {
        var first = Take().Text;
        var other = first == "src" ? "dst" : "src";
        if (Current.Text is "or" or "||" or "and" or "&&" && After.Is(other))
        {
            var either = Take().Text is "or" or "||";
            _at++;
            return either ? FilterDirection.Either : FilterDirection.Both;
        }

        return first == "src" ? FilterDirection.Source : FilterDirection.Destination;
    }

    /// <summary>Reads <c>[&amp; MASK] [RELATION] [VALUE]</c>.</summary>
    Condition Relation(FilterPrimitive primitive)
    {
        uint? mask = null;
        if (Skip("&"))
            mask = primitive.Subject is { } masked ? Number(masked, Take()) : throw Unexpected("a field before `&`");
        var relation = FilterRelation.Equal;
        var related = s_relations.TryGetValue(Current.Text, out var given);
        if (related)
            (relation, _) = (given, Take());
        if (mask is { } bits && !related && !CanBe(primitive.Subject!, Current.Text))
        {
            _previous = primitive;
            return primitive.Compare(bits, FilterRelation.NotEqual, 0);
        }

        if (!Current.IsWord)
            throw Unexpected("a value");
        var token = Take();
        uint value;
        (primitive, value, var implied) = Value(primitive, token);
        _previous = primitive;
        if (primitive.Subject == FilterSubject.Option)
        {
            // An option is one of several bits: it is set, whatever the others are.
            if (related && relation is not (FilterRelation.Equal or FilterRelation.NotEqual))
                throw Wrong(token, $"a comparison of TCP option `{token.Text}`", "no operator");
            return primitive.Compare(value, relation, value);
        }

        if (primitive.Subject is { HasDirection: true, Bits: 32 } && relation is not (FilterRelation.Equal or FilterRelation.NotEqual))
            throw Wrong(token, $"a comparison of address `{token.Text}`", "`==` or `!=`");
        return primitive.Compare((mask ?? uint.MaxValue) & implied, relation, value);
    }

    /// <summary>Reads a value, and what it asks where no word before it says.</summary>
    (FilterPrimitive Primitive, uint Value, uint Mask) Value(FilterPrimitive primitive, FilterToken token)
    {
        if (primitive.Subject is null)
            primitive = Guess(primitive, token);
        if (primitive.Subject == FilterSubject.Net)
        {
            var prefix = Network(token);
            return (primitive, prefix.Value, prefix.Mask);
        }

        return (primitive, Number(primitive.Subject!, token), uint.MaxValue);
    }

    FilterPrimitive Guess(FilterPrimitive primitive, FilterToken token)
    {
        if (_previous.Subject is { } subject && CanBe(subject, token.Text) && !(primitive.Direction is not null && !subject.HasDirection))
            return new FilterPrimitive(subject, primitive.Direction ?? _previous.Direction, primitive.Protocol ?? _previous.Protocol);
        IEnumerable<FilterSubject> candidates = primitive.Protocol is not null ? [primitive.Protocol == IpProtocol.Icmp ? FilterSubject.IcmpType : FilterSubject.Port]
            : primitive.Direction is not null ? [FilterSubject.Host, FilterSubject.Net, FilterSubject.Port]
            : [FilterSubject.Host, FilterSubject.Net, FilterSubject.Proto, FilterSubject.Option, FilterSubject.Port, FilterSubject.IcmpType];
        if (primitive.Protocol is null)
            candidates = candidates.Where(_ => !IsNumber(token.Text));
        return candidates.FirstOrDefault(candidate => CanBe(candidate, token.Text)) is { } found
            ? primitive with { Subject = found }
            : throw Wrong(token, $"`{token.Text}`", "a primitive such as `src host 10.0.0.1` or `tcp port 80`");
    }

    bool CanBe(FilterSubject subject, string text)
    {
        if (subject == FilterSubject.Host)
            return IPv4Address.TryParse(text, out _) || _names?.TryFindAddress(text, out _) == true;
        if (subject == FilterSubject.Net)
            return TryNetwork(text, out _) || _names?.TryFindPrefix(text, out _) == true;
        return IsNumber(text) || subject.Values?.ContainsKey(text) == true;
    }

    (uint Value, uint Mask) Network(FilterToken token)
    {
        if (Current.Is("mask"))
        {
            _at++;
            var maskToken = Current;
            if (!IPv4Address.TryParse(token.Text, out var address) || !IPv4Address.TryParse(Take().Text, out var mask))
                throw Wrong(maskToken, $"`{token.Text} mask {maskToken.Text}`", "two addresses, such as `10.0.0.0 mask 255.0.0.0`");
            return (address.Value & mask.Value, mask.Value);
        }

        if (TryNetwork(token.Text, out var network))
            return network;
        if (_names?.TryFindPrefix(token.Text, out var prefix) == true)
            return (prefix.Address.Value, prefix.Mask.Value);
        throw Wrong(token, $"`{token.Text}`", "a network such as `10.0.0.0/8`, or its name");
    }

    /// <summary>Reads a prefix; bits beyond its length do not count, as in Click.</summary>
    static bool TryNetwork(string text, out (uint Value, uint Mask) network)
    {
        var slash = text.IndexOf('/');
        if (slash < 0 || !IPv4Address.TryParse(text.AsSpan(0, slash), out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > 32)
        {
            network = default;
            return false;
        }

        var mask = length == 0 ? 0 : uint.MaxValue << 32 - length;
        network = (address.Value & mask, mask);
        return true;
    }

    uint Number(FilterSubject subject, FilterToken token)
    {
        if (subject.Values?.TryGetValue(token.Text, out var named) == true)
            return named;
        if (subject.HasDirection && subject.Bits == 32)
        {
            return IPv4Address.TryParse(token.Text, out var address) || _names?.TryFindAddress(token.Text, out address) == true
                ? address.Value : throw Wrong(token, $"`{token.Text}`", "an IPv4 address, or its name");
        }

        var most = subject.Bits == 32 ? uint.MaxValue : (1u << subject.Bits) - 1;
        return TryNumber(token.Text, out var number) && number <= most ? number
            : throw Wrong(token, $"`{token.Text}`", $"a number from 0 to {most} for {subject.Name}{(subject.Values is null ? "" : ", or a name")}");
    }

    /// <summary>Reads <c>ip[POSITION:LENGTH]</c> and the like, with its relation.</summary>
    Condition Slice()
    {
        var header = Take();
        _at++;
        var position = Bounded(ushort.MaxValue);
        var length = Skip(":") ? Bounded(4) : 1;
        if (!Skip("]"))
            throw Unexpected("`]`");
        if (length == 0)
            throw Wrong(header, "a field of no bytes", "a length from 1 to 4");
        IpProtocol? protocol = header.Text switch
        {
            "ip" or "transp" => null,
            _ when FilterNames.Protocols.TryGetValue(header.Text, out var number) => (IpProtocol)number,
            _ => throw Wrong(header, $"`{header.Text}[`", "`ip[`, `transp[` or a protocol's name"),
        };
        var subject = new FilterSubject($"{header.Text}[{position}:{length}]", protocol, position * 8, length * 8)
        {
            IsInAnyTransport = header.Text == "transp",
        };
        return Relation(new FilterPrimitive(subject, null, null));
    }

    int Bounded(uint most)
    {
        var token = Current;
        if (!Current.IsWord || !TryNumber(Take().Text, out var number) || number > most)
            throw Wrong(token, $"`{token.Text}`", $"a number from 0 to {most}");
        return (int)number;
    }

    static bool IsNumber(string text) => TryNumber(text, out _);

    static bool TryNumber(string text, out uint number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
