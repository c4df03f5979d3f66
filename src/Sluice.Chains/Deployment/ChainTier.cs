namespace Sluice.Chains.Deployment;

/// <summary>How chains are executed in the kernel.</summary>
public enum ChainTier
{
    /// <summary>Interpreted at once, and compiled as soon as that is ready; interpreted for good where the kernel refuses.</summary>
    Auto,

    /// <summary>By the HIKe VM: a chain is replaced by an update of a map.</summary>
    Interpreted,

    /// <summary>As native code in the loader's program, which is replaced as a whole.</summary>
    Compiled,
}
