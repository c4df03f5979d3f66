namespace Sluice.Cli.Chains;

/// <summary>What chains of a script become.</summary>
enum ChainTier
{
    /// <summary>Native code, linked with the functions that it calls.</summary>
    Compiled,

    /// <summary>Bytecode for the HIKe VM, which is eBPF itself.</summary>
    Interpreted,
}
