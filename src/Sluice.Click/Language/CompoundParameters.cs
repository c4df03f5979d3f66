using System.Collections.Immutable;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Language;

/// <summary>Gives the parameters of a compound element the arguments of one of its uses.</summary>
static class CompoundParameters
{
    /// <summary>The keyword of the parameter that takes all that no other takes.</summary>
    public const string Rest = "__REST__";

    /// <summary>Parameters that a definition needs, for messages.</summary>
    public static string Describe(ImmutableArray<FormalParameter> parameters) => parameters.IsEmpty ? "no arguments"
        : $"({string.Join(", ", parameters.Select(parameter => parameter.Keyword is { } word ? $"{word} ${parameter.Variable}" : $"${parameter.Variable}"))})";

    /// <summary>The values of the parameters.</summary>
    /// <param name="parameters">The parameters: positional ones first, the rest last.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="mistake">What does not fit; null if all does.</param>
    /// <returns>Values by variable; those without an argument are missing.</returns>
    public static Dictionary<string, string> Bind(ImmutableArray<FormalParameter> parameters, IReadOnlyList<string> arguments, out string? mistake)
    {
        Dictionary<string, string> values = [];
        var left = arguments.ToList();
        mistake = null;
        foreach (var parameter in parameters.Where(parameter => parameter.Keyword is not (null or Rest)))
        {
            var index = left.FindLastIndex(argument => IsKeyword(argument, parameter.Keyword!));
            if (index < 0)
                mistake ??= $"the argument `{parameter.Keyword}` is missing";
            else
                values[parameter.Variable] = left[index][parameter.Keyword!.Length..].TrimStart();
            left.RemoveAll(argument => IsKeyword(argument, parameter.Keyword!));
        }

        var positional = parameters.Where(parameter => parameter.Keyword is null).ToArray();
        if (left.Count < positional.Length)
            mistake ??= $"found {Count(arguments.Count)}, too few";
        for (var i = 0; i < Math.Min(positional.Length, left.Count); i++)
            values[positional[i].Variable] = left[i];
        var rest = left.Skip(positional.Length).ToArray();
        if (parameters is [.., { Keyword: Rest } taker])
            values[taker.Variable] = string.Join(", ", rest);
        else if (rest.Length > 0)
            mistake ??= $"found {Count(arguments.Count)}, too many";
        return values;
    }

    static string Count(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    static bool IsKeyword(string argument, string keyword) => argument.StartsWith(keyword, StringComparison.Ordinal)
        && (argument.Length == keyword.Length || char.IsWhiteSpace(argument[keyword.Length]));
}
