using System.Globalization;
using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Information;

/// <summary><c>StaticThreadSched</c>: says which thread runs the tasks and timers of elements: each argument is an element's name, or that
/// of a compound element for all in it, and a thread's number. Elements that are not named run on thread 0.</summary>
/// <remarks>Threads are numbered round: of two, number 3 is number 1.</remarks>
sealed class StaticThreadSched : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            var elements = words.Count == 2 ? Named(words[0]) : [];
            if (elements.Count > 0 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var thread))
                elements.ForEach(element => Router.AssignThread(element, thread));
            else
                arguments.Error($"found `{argument}`, expected an element's name and a thread's number");
        }

        _ = arguments.Complete();
    }

    List<Element> Named(string name)
    {
        if (Router.Find(name, this) is { } element)
            return [element];
        var prefix = ElementNames.Prefix(Name) + name + "/";
        return [.. Router.Elements.Where(inner => inner.Name.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
