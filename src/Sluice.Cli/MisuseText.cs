using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Sluice.Cli;

/// <summary>Says what is wrong with a command line.</summary>
static class MisuseText
{
    static readonly Dictionary<Type, string> s_expected = new()
    {
        [typeof(ushort)] = "a whole number from 0 to 65535",
        [typeof(int)] = string.Create(CultureInfo.InvariantCulture, $"a whole number from {int.MinValue} to {int.MaxValue}"),
        [typeof(ulong)] = string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {ulong.MaxValue}"),
        [typeof(double)] = "a number",
    };

    /// <summary>A line for each mistake.</summary>
    public static IEnumerable<string> Describe(ParseResult parsed)
    {
        // A word that is no command makes every word behind it unknown too; say what matters.
        if (parsed is { CommandResult.Command: RootCommand, UnmatchedTokens: [var word, ..] })
            return [word.StartsWith('-') ? $"found no option '{word}'" : $"found no command '{word}'"];
        return parsed.Errors.Select(error => ExpectedBy(error) ?? string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>The command that was given: <c>sluice chain check</c>.</summary>
    public static string PathOf(ParseResult parsed)
    {
        var path = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            path = $" {command.Command.Name}{path}";
        return "sluice" + path;
    }

    // In place of what the parser says, which names types of .NET, and no form.
    static string? ExpectedBy(ParseError error)
    {
        if (error.SymbolResult is OptionResult { Tokens: [], Option: { HelpName: { } wanted } bare } && error.Message.StartsWith("Required argument missing", StringComparison.Ordinal))
            return $"{bare.Name}: expected {wanted} behind it";
        if (!error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal) || error.SymbolResult is not { Tokens: [.., var token] } result)
            return null;
        var (name, type) = result switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => ("", typeof(void)),
        };
        var element = type.GetElementType() ?? type;
        return s_expected.TryGetValue(Nullable.GetUnderlyingType(element) ?? element, out var expected) ? $"{name} {token.Value}: expected {expected}" : null;
    }
}
