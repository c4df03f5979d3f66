namespace Sluice.Click.Handlers;

/// <summary>What kind of handler it is.</summary>
[Flags]
public enum HandlerFlags
{
    /// <summary>It can be read.</summary>
    Read = 1,

    /// <summary>It can be written to.</summary>
    Write = 2,

    /// <summary>Reading takes parameters.</summary>
    ReadParameters = 4,

    /// <summary>It is written to without a value: a button.</summary>
    Button = 8,

    /// <summary>Its value is a truth.</summary>
    Checkbox = 16,

    /// <summary>Its text is taken as it is: no quotes removed, no line break added.</summary>
    Raw = 32,

    /// <summary>Its value changes seldom.</summary>
    Calm = 64,

    /// <summary>Reading it takes long.</summary>
    Expensive = 128,

    /// <summary>It may be called while packets move, by any thread: it synchronises itself.</summary>
    Concurrent = 256,
}
