namespace Sluice.Kernel.Features;

/// <summary>What a probe found out.</summary>
public enum FeatureState
{
    /// <summary>The running kernel has it.</summary>
    Supported,

    /// <summary>The running kernel does not have it: it is too old, or was built without.</summary>
    Missing,

    /// <summary>The kernel did not let this process find out.</summary>
    Unknown,
}
