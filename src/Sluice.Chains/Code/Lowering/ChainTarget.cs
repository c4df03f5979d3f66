namespace Sluice.Chains.Code.Lowering;

/// <summary>What intermediate code is lowered for.</summary>
enum ChainTarget
{
    /// <summary>eBPF that engines run: it checks its accesses itself, as verifiers want it.</summary>
    Native,

    /// <summary>Bytecode of the HIKe machine, which checks every access.</summary>
    Bytecode,
}
