using Sluice.Click.Elements;

namespace Sluice.Click.Routing;

/// <summary>What all notifiers that an element depends on tell together: active when any is, or when there may be work that none tells of.</summary>
public readonly struct NotifierSignal
{
    readonly Notifier[]? _notifiers;

    NotifierSignal(Notifier[]? notifiers) => _notifiers = notifiers;

    /// <summary>May there be something to do?</summary>
    public bool IsActive
    {
        get
        {
            if (_notifiers is null)
                return true;
            foreach (var notifier in _notifiers)
            {
                if (notifier.IsActive)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Is it active always, because somebody on the way does not tell?</summary>
    public bool IsAlwaysActive => _notifiers is null;

    /// <summary>As many of <paramref name="burst"/> packets as there is room for, at least 1: so that a batch overfills no queue that single
    /// packets would not.</summary>
    public int Clamp(int burst)
    {
        foreach (var notifier in _notifiers ?? [])
            burst = notifier.IsActive ? Math.Min(burst, notifier.Room) : burst;
        return Math.Max(1, burst);
    }

    /// <summary>Whether packets may be had at a pull input.</summary>
    /// <param name="element">The element that pulls.</param>
    /// <param name="input">The input it pulls at.</param>
    /// <param name="listener">A task to schedule when packets come; null for none.</param>
    public static NotifierSignal Upstream(Element element, int input, RouterTask? listener = null) =>
        Of(NotifierSearch.Upstream(element, input), listener);

    /// <summary>Whether a push output leads to where there is room.</summary>
    /// <param name="element">The element that pushes.</param>
    /// <param name="output">The output it pushes to.</param>
    /// <param name="listener">A task to schedule when there is room again; null for none.</param>
    public static NotifierSignal Downstream(Element element, int output, RouterTask? listener = null) =>
        Of(NotifierSearch.Downstream(element, output), listener);

    static NotifierSignal Of(Notifier[]? notifiers, RouterTask? listener)
    {
        foreach (var notifier in listener is null ? [] : notifiers ?? [])
            notifier.Listen(listener!);
        return new NotifierSignal(notifiers);
    }
}
