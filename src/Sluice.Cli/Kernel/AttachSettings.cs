using Sluice.Cli.Commands;
using Sluice.Cli.Verification;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Kernel;

/// <summary>What <c>sluice attach</c> is told.</summary>
/// <param name="Object">The object, and its program.</param>
/// <param name="Device">The name of the interface.</param>
sealed record AttachSettings(ObjectReference Object, string Device)
{
    /// <summary>Global variables to set: <c>VAR=VALUE</c>.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>What must be known of the program.</summary>
    public required PolicySettings Policy { get; init; }

    /// <summary>Where attachments are pinned.</summary>
    public required string Pins { get; init; }

    /// <summary>Where.</summary>
    public AttachHook Hook { get; init; }

    /// <summary>Where an XDP program runs.</summary>
    public XdpMode Mode { get; init; }

    /// <summary>Its place in the order, or null.</summary>
    public int? Priority { get; init; }

    /// <summary>In the place of the program of its name?</summary>
    public bool Replace { get; init; }

    /// <summary>Even if somebody else's XDP program is there?</summary>
    public bool Force { get; init; }
}
