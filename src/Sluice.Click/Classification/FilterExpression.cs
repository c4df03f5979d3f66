namespace Sluice.Click.Classification;

/// <summary>The expression language of IPClassifier and IPFilter, close to tcpdump's.</summary>
/// <remarks>
/// Primitives such as <c>src host 10.0.0.1</c>, <c>dst net 10.0.0.0/8</c>, <c>tcp port 80</c>, <c>ip proto udp</c>,
/// <c>tcp opt syn</c>, <c>icmp type echo</c>, <c>ip ttl &lt; 2</c>, <c>ip[9:1] &amp; 6 == 6</c>, <c>ip frag</c>; <c>and</c>,
/// <c>or</c>, <c>not</c> (<c>&amp;&amp;</c>, <c>||</c>, <c>!</c>), <c>a ? b : c</c>, parentheses. Two primitives beside each other
/// must both hold; a bare value asks what the primitive before it asked: <c>src port 80 or 81</c>. Ports, TCP options and other fields
/// of transport headers are only there in first fragments.
/// </remarks>
public sealed partial class FilterExpression
{
    readonly string _text;
    readonly List<FilterToken> _tokens;
    readonly IFilterNames? _names;
    FilterPrimitive _previous;
    int _at;

    FilterExpression(string text, IFilterNames? names) =>
        (_text, _names, _tokens) = (text, names, FilterLexer.Split(text));

    FilterToken Current => _tokens[_at];

    FilterToken After => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text; <c>-</c>, <c>any</c>, <c>all</c> and nothing are for every packet.</param>
    /// <param name="names">Names of addresses; null for none.</param>
    /// <exception cref="PatternException">The text is none.</exception>
    public static Condition Parse(string text, IFilterNames? names = null)
    {
        if (text.Trim() is "" or "-" or "any" or "all")
            return Condition.True;
        var expression = new FilterExpression(text, names);
        var condition = expression.Choice();
        return expression.Current.Text.Length == 0 ? condition : throw expression.Unexpected("`and`, `or`, or the end of the expression");
    }

    Condition Choice()
    {
        var condition = Or();
        if (!Skip("?"))
            return condition;
        var then = Choice();
        if (!Skip(":"))
            throw Unexpected("`:` with spaces around it");
        return new Condition.Choice(condition, then, Choice());
    }

    Condition Or()
    {
        var parts = new List<Condition> { And() };
        while (Skip("||") || Skip("or"))
            parts.Add(And());
        return parts.Count == 1 ? parts[0] : new Condition.Any(parts);
    }

    Condition And()
    {
        var parts = new List<Condition> { Factor() };
        while (Skip("&&") || Skip("and") || StartsFactor())
            parts.Add(Factor());
        return parts.Count == 1 ? parts[0] : new Condition.All(parts);
    }

    bool StartsFactor() => Current.IsWord ? !Current.Is("or") : Current.IsOneOf("(", "!");

    Condition Factor()
    {
        if (Skip("!") || Skip("not"))
            return !Factor();
        if (!Skip("("))
            return Primitive();
        var condition = Choice();
        return Skip(")") ? condition : throw Unexpected("`)`");
    }

    bool Skip(string text)
    {
        if (!Current.Is(text))
            return false;
        _at++;
        return true;
    }

    FilterToken Take() => _tokens[_at++];

    PatternException Unexpected(string expected) =>
        Wrong(Current, Current.Text.Length == 0 ? "the end" : $"`{Current.Text}`", expected);

    PatternException Wrong(FilterToken token, string found, string expected) =>
        new($"found {found} at column {token.Position + 1} of `{_text}`, expected {expected}");
}
