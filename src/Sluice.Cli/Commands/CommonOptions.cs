using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Sluice.Cli.Output;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Commands;

/// <summary>Options and arguments that several commands have.</summary>
static class CommonOptions
{
    static readonly (string Name, ExecutionMode Mode)[] s_modes =
        [("interpret", ExecutionMode.Interpret), ("compiled", ExecutionMode.Compiled), ("sandbox", ExecutionMode.Sandbox)];

    /// <summary><c>--mode</c>.</summary>
    /// <param name="description">What to say of it; null for what suits commands that do not verify.</param>
    public static Option<ExecutionMode> Mode(string? description = null)
    {
        var mode = Choice("--mode", "How programs run; compiled ones are trusted", s_modes);
        if (description is not null)
            mode.Description = description;
        return mode;
    }

    /// <summary>An option that takes one of a few words; without it, the one whose value is the type's default.</summary>
    public static Option<T> Choice<T>(string name, string description, params (string Name, T Value)[] choices)
        where T : struct, Enum
    {
        var option = OneOf<T>(name, description, [.. choices.Select(choice => choice.Name)], word => choices.First(choice => choice.Name == word).Value);
        option.Description += $" [default: {choices.First(choice => choice.Value.Equals(default(T))).Name}]";
        return option;
    }

    /// <summary>An option that takes a name of <typeparamref name="T"/>, as it is written everywhere; without it, null.</summary>
    public static Option<T?> Choice<T>(string name, string description)
        where T : struct, Enum =>
        OneOf<T?>(name, description, [.. Enum.GetNames<T>().Select(Names.Snake)], word => Enum.GetValues<T>().First(value => Names.Snake(value.ToString()) == word));

    static Option<T> OneOf<T>(string name, string description, string[] words, Func<string, T> read)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (words.Contains(word))
                    return read(word);
                result.AddError($"{name} '{word}': expected {string.Join('|', words)}");
                return default;
            },
        };
        option.CompletionSources.Clear(); // Those of the type, by its own names.
        option.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
        return option;
    }

    /// <summary>An option that takes a whole number of at least <paramref name="least"/>.</summary>
    public static Option<long> Number(string name, string description, long? fallback, long least, long most = long.MaxValue)
    {
        var option = new Option<long>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                    return number;
                result.AddError($"{name} {text}: expected a whole number from {least}{(most == long.MaxValue ? "" : $" to {most}")}");
                return default;
            },
        };
        if (fallback is { } value)
            option.DefaultValueFactory = _ => value;
        return option;
    }

    /// <summary>The value of a <see cref="Number"/> that limits something; without it there is no limit.</summary>
    public static long MostOf(ParseResult parsed, Option<long> limit) => parsed.GetResult(limit) is null ? long.MaxValue : parsed.GetValue(limit);

    /// <summary>An option that takes seconds, whole or not.</summary>
    public static Option<double> Seconds(string name, string description, double fallback, double least = 0, double most = 1e6)
    {
        var option = new Option<double>(name)
        {
            Description = description,
            HelpName = "SECONDS",
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                    return number;
                result.AddError($"{name} {text}: expected seconds, from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString("0", CultureInfo.InvariantCulture)}");
                return default;
            },
        };
        return option;
    }

    /// <summary><c>--btf</c>: the types that CO-RE relocations are applied against.</summary>
    public static Option<string> TargetTypes() =>
        new("--btf") { Description = "Apply CO-RE relocations against these types: an object, raw BTF, or vmlinux", HelpName = "FILE" };

    /// <summary><c>--days</c>: a length of time, of at most a hundred years.</summary>
    public static Option<long> Days(string description) => Number("--days", description, fallback: null, least: 1, most: 36_500);

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text" };

    /// <summary><c>--seed</c>.</summary>
    public static Option<ulong?> Seed(string description) => new("--seed") { Description = description, HelpName = "N" };

    /// <summary>An object file.</summary>
    public static Argument<string> Object() => new("OBJ") { Description = "An eBPF object file (.o)" };
}
