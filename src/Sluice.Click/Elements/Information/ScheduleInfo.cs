using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Information;

/// <summary><c>ScheduleInfo</c>: gives elements shares of their thread's time; an element of share 2 runs twice as often as others, whose
/// share is 1.</summary>
sealed class ScheduleInfo : Element
{
    readonly List<(Element Element, double Share)> _shares = [];

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Last;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            if (words.Count == 2 && ArgumentTypes.Element.Parse(words[0], arguments.Scope, out var element)
                && double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share > 0)
                _shares.Add((element, share));
            else
                arguments.Error($"found `{argument}`, expected an element's name and its share");
        }

        _ = arguments.Complete();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        foreach (var task in Router.Tasks)
        {
            foreach (var (element, share) in _shares)
            {
                if (task.Element == element)
                    task.Tickets = (int)Math.Clamp(share * RouterTask.DefaultTickets, 1, RouterTask.MaxTickets);
            }
        }
    }
}
