using System.Collections.Immutable;

namespace Sluice.Chains.Code.Text;

/// <summary>Reads intermediate code from the text that <see cref="ChainPrinter"/> writes.</summary>
/// <remarks>One operation a line; <c>#</c> begins a comment. The chain's registers are those that the text names.</remarks>
public static class ChainParser
{
    /// <summary>Reads functions, maps and chains.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The unit's name.</param>
    /// <exception cref="FormatException">The text is something else; the message names line and column.</exception>
    public static ChainUnit Parse(string text, string name = "text")
    {
        var unit = new ChainUnit { Name = name };
        var chains = ImmutableArray.CreateBuilder<ChainFunction>();
        ChainReader? reader = null;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = new ChainTokens(line, number);
            if (words.IsAtEnd)
                continue;
            switch (words.Peek)
            {
                case "function":
                    unit = unit with { Functions = unit.Functions.Add(Function(words)) };
                    break;
                case "map":
                    unit = unit with { Maps = unit.Maps.Add(Map(words)) };
                    break;
                case "chain" when reader is null || reader.IsComplete:
                    Finish();
                    reader = new(words);
                    break;
                default:
                    (reader ?? throw words.Error("a function, a map or a chain")).Read(words);
                    break;
            }

            words.ExpectEnd();
        }

        Finish();
        return unit with { Chains = chains.ToImmutable() };

        void Finish()
        {
            if (reader is not null)
                chains.Add(reader.Build());
        }
    }

    static FunctionReference Function(ChainTokens words)
    {
        words.Expect("function");
        var (package, name) = FullName(words);
        words.Expect("(");
        var bits = ImmutableArray.CreateBuilder<int>();
        while (!words.TryTake(")"))
        {
            if (bits.Count > 0)
                words.Expect(",");
            bits.Add(words.Number());
        }

        var outcome = OperatorSpelling.Find(OperatorSpelling.Outcomes, words.Peek) ?? throw words.Error("value, verdict or either");
        words.Next();
        return new(package, name, bits.ToImmutable(), outcome);
    }

    static MapReference Map(ChainTokens words)
    {
        words.Expect("map");
        var (package, name) = words.Peek.Contains('.', StringComparison.Ordinal) ? FullName(words) : ("", words.Name());
        words.Expect("key");
        var key = words.Number();
        words.Expect("value");
        return new(package, name, key, words.Number());
    }

    static (string Package, string Name) FullName(ChainTokens words)
    {
        var word = words.Peek;
        var dot = word.LastIndexOf('.');
        if (dot <= 0 || dot == word.Length - 1)
            throw words.Error("a name with its package");
        words.Next();
        return (word[..dot], word[(dot + 1)..]);
    }
}
