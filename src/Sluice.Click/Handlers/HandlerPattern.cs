using System.IO.Enumeration;
using Sluice.Click.Routing;

namespace Sluice.Click.Handlers;

/// <summary>Names of several handlers at once: an asterisk stands for any letters of an element's name.</summary>
public static class HandlerPattern
{
    /// <summary>A handler as a command line names it, and behind a blank what it is read with: <c>f.map counters</c>.</summary>
    public static (string Handler, string Parameters) Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(' ', 2);
        return (words[0], words.Length > 1 ? words[1] : "");
    }

    /// <summary>The readable handlers that a pattern names, in the order of the elements; a path without asterisks is itself.</summary>
    /// <exception cref="HandlerException">No element has such a handler.</exception>
    public static IReadOnlyList<string> Expand(Router router, string pattern)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(pattern);
        var dot = pattern.LastIndexOf('.');
        if (!pattern.Contains('*', StringComparison.Ordinal) || dot < 0)
            return [pattern];
        var found = router.Elements.Where(element => FileSystemName.MatchesSimpleExpression(pattern.AsSpan(0, dot), element.Name, ignoreCase: false))
            .SelectMany(element => router.HandlersOf(element).All
                .Where(handler => handler.CanRead && FileSystemName.MatchesSimpleExpression(pattern.AsSpan(dot + 1), handler.Name, ignoreCase: false))
                .Select(handler => $"{element.Name}.{handler.Name}")).ToArray();
        return found.Length > 0 ? found : throw new HandlerException($"found no handler that '{pattern}' names");
    }
}
