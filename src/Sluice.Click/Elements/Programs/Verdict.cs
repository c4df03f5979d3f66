namespace Sluice.Click.Elements.Programs;

/// <summary>What an element does with a packet, by what its program returned.</summary>
enum Verdict : byte
{
    /// <summary>An error: it is dropped, and the router says so.</summary>
    Abort,

    /// <summary>It is dropped.</summary>
    Drop,

    /// <summary>It leaves at output 0.</summary>
    Pass,

    /// <summary>It leaves at output 1: XDP_TX of a classifier.</summary>
    Second,

    /// <summary>It leaves at output 2: XDP_REDIRECT of a classifier.</summary>
    Third,
}
