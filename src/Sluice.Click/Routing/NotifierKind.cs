namespace Sluice.Click.Routing;

/// <summary>What a signal tells.</summary>
public enum NotifierKind
{
    /// <summary>Whether there may be packets to pull: looked for upstream. Click's empty notifier.</summary>
    Packets,

    /// <summary>Whether there is room for packets to push: looked for downstream. Click's full notifier.</summary>
    Room,
}
