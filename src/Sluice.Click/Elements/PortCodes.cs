namespace Sluice.Click.Elements;

/// <summary>Codes that many element classes have.</summary>
public static class PortCodes
{
    /// <summary>No ports.</summary>
    public const string None = "0/0";

    /// <summary>One input, one output.</summary>
    public const string One = "1/1";

    /// <summary>One input, one output, and perhaps one more for packets that are not as they should be.</summary>
    public const string OneOrTwo = "1/1-2";

    /// <summary>One input, no output.</summary>
    public const string Sink = "1/0";

    /// <summary>No input, one output.</summary>
    public const string Source = "0/1";

    /// <summary>All ports either push or pull, as what they are connected to.</summary>
    public const string Agnostic = "a/a";

    /// <summary>Either push or pull, but further outputs push.</summary>
    public const string AgnosticWithPush = "a/ah";

    /// <summary>All ports push.</summary>
    public const string Push = "h/h";

    /// <summary>All ports pull.</summary>
    public const string Pull = "l/l";

    /// <summary>Takes by push, gives by pull.</summary>
    public const string PushToPull = "h/l";

    /// <summary>Takes by pull, gives by push.</summary>
    public const string PullToPush = "l/h";

    /// <summary>Packets from any input may leave at any output.</summary>
    public const string Complete = "x/x";

    /// <summary>No packet that comes in goes out.</summary>
    public const string Broken = "x/y";
}
