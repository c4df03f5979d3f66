using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Arguments;

/// <summary>Reads an element's configuration string argument by argument, as Click does, and collects all that is wrong with it.</summary>
/// <remarks>
/// An argument that begins with a word of capitals and white space, such as <c>BURST 8</c>, is a keyword argument; any other is
/// positional. A positional argument may be given by its name as well. Readers return a fallback where an argument is wrong, so that the
/// next can be read: an element reads all, asks <see cref="Complete"/>, and only then takes the values over.
/// </remarks>
/// <example><code>
/// var capacity = arguments.Optional("CAPACITY", ArgumentTypes.Range(1, int.MaxValue), 1000);
/// if (arguments.Complete())
///     _capacity = capacity;
/// </code></example>
public sealed class ArgumentReader
{
    readonly List<string> _arguments;
    readonly List<string> _keywords;
    readonly bool[] _read;
    readonly Element _element;
    readonly ArgumentScope _scope;
    readonly ICollection<ConfigurationError> _errors;

    /// <summary>A reader of <paramref name="text"/>.</summary>
    /// <param name="element">The element that is configured.</param>
    /// <param name="text">Its configuration string.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public ArgumentReader(Element element, string text, ICollection<ConfigurationError> errors)
    {
        (_element, _errors, Text) = (element, errors, text);
        _scope = new ArgumentScope(element.Router, element);
        _arguments = ArgumentText.SplitArguments(text);
        _keywords = [.. _arguments.Select(KeywordOf)];
        _read = new bool[_arguments.Count];
    }

    /// <summary>The whole configuration string.</summary>
    public string Text { get; }

    /// <summary>All arguments, quoted as they are.</summary>
    public IReadOnlyList<string> All => _arguments;

    /// <summary>Is anything wrong so far?</summary>
    public bool Failed { get; private set; }

    /// <summary>What names in the arguments may mean.</summary>
    public ArgumentScope Scope => _scope;

    /// <summary>Reads the next positional argument, which must be there.</summary>
    public T Mandatory<T>(string name, ArgumentType<T> type) => Read(name, type, default!, true, true);

    /// <summary>Reads the next positional argument where there is one.</summary>
    public T Optional<T>(string name, ArgumentType<T> type, T fallback = default!) => Read(name, type, fallback, true, false);

    /// <summary>Reads a keyword argument where there is one; of several with the same word the last counts.</summary>
    public T Keyword<T>(string name, ArgumentType<T> type, T fallback = default!) => Read(name, type, fallback, false, false);

    /// <summary>Reads a keyword argument, which must be there.</summary>
    public T MandatoryKeyword<T>(string name, ArgumentType<T> type) => Read(name, type, default!, false, true);

    /// <summary>Is there such a keyword argument?</summary>
    public bool Has(string name) => _keywords.Contains(name);

    /// <summary>Reads all keyword arguments of that word, in their order.</summary>
    public IReadOnlyList<T> Keywords<T>(string name, ArgumentType<T> type)
    {
        var values = new List<T>();
        for (var i = 0; i < _arguments.Count; i++)
        {
            if (_keywords[i] == name && !_read[i])
                values.Add(Parse(i, name, type, default!));
        }

        return values;
    }

    /// <summary>All positional arguments not yet read, quoted as they are.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        for (var i = 0; i < _arguments.Count; i++)
        {
            if (_read[i] || _keywords[i].Length > 0)
                continue;
            _read[i] = true;
            rest.Add(_arguments[i]);
        }

        return rest;
    }

    /// <summary>All arguments not yet read, keywords or not, quoted as they are: for elements whose arguments are a language of their own.</summary>
    public IReadOnlyList<string> Everything()
    {
        var rest = _arguments.Where((_, i) => !_read[i]).ToList();
        Array.Fill(_read, true);
        return rest;
    }

    /// <summary>Reports something wrong with the arguments.</summary>
    public void Error(string message)
    {
        Failed = true;
        _errors.Add(new ConfigurationError(_element.Position, $"{_element}: {message}"));
    }

    /// <summary>Reports arguments that nobody read.</summary>
    /// <returns>Whether all is well: the element may take over what it read.</returns>
    public bool Complete()
    {
        var surplus = 0;
        for (var i = 0; i < _arguments.Count; i++)
        {
            if (_read[i])
                continue;
            if (_keywords[i].Length > 0)
                Error($"found keyword {_keywords[i]}, which {_element.Class.Name} does not have: {_element.Class.Synopsis}");
            else
                surplus++;
        }

        if (surplus > 0)
            Error($"found {surplus} too many argument{(surplus == 1 ? "" : "s")}, expected {_element.Class.Synopsis}");
        return !Failed;
    }

    T Read<T>(string name, ArgumentType<T> type, T fallback, bool positional, bool mandatory)
    {
        var index = _keywords.LastIndexOf(name);
        for (var i = 0; i < _arguments.Count; i++)
            _read[i] |= index >= 0 && _keywords[i] == name;
        if (index < 0 && positional)
            index = Enumerable.Range(0, _arguments.Count).Where(i => !_read[i] && _keywords[i].Length == 0).DefaultIfEmpty(-1).First();
        if (index >= 0 && _arguments[index].Length == 0 && !mandatory)
        {
            _read[index] = true; // An argument left out: `Foo(1, , 3)`.
            return fallback;
        }

        if (index >= 0)
            return Parse(index, name, type, fallback);
        if (mandatory)
            Error($"found no {name}, expected {type.Expected}");
        return fallback;
    }

    T Parse<T>(int index, string name, ArgumentType<T> type, T fallback)
    {
        _read[index] = true;
        var text = _arguments[index][_keywords[index].Length..].TrimStart();
        if (type.Parse(text, _scope, out var value))
            return value;
        Error($"{name}: found `{text}`, expected {type.Expected}");
        return fallback;
    }

    /// <summary>The word of a keyword argument; empty for a positional one.</summary>
    static string KeywordOf(string argument)
    {
        var length = 0;
        while (length < argument.Length && (char.IsAsciiLetterUpper(argument[length])
            || (length > 0 && (char.IsAsciiDigit(argument[length]) || argument[length] == '_'))))
            length++;
        return length > 0 && length < argument.Length && char.IsWhiteSpace(argument[length]) ? argument[..length] : "";
    }
}
