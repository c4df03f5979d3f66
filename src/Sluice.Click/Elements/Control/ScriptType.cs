namespace Sluice.Click.Elements.Control;

/// <summary>When a script runs.</summary>
enum ScriptType
{
    /// <summary>As soon as the router does.</summary>
    Active,

    /// <summary>When its handler <c>run</c> is called.</summary>
    Passive,

    /// <summary>As soon as the router does; it decides what becomes of wishes to stop.</summary>
    Driver,

    /// <summary>For every packet.</summary>
    Packet,

    /// <summary>When a signal comes.</summary>
    Signal,
}
