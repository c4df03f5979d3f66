namespace Sluice.Chains.Code.Native;

/// <summary>What chains and the functions that they call count as they run.</summary>
public enum ChainCounting
{
    /// <summary>Faults, which end a packet anyway: the rest of the code is what it is without counters.</summary>
    Faults = -1,

    /// <summary>Runs and verdicts, too: what users get who say nothing.</summary>
    Runs = 0,

    /// <summary>Time, too: two readings of the clock for each chain and each function.</summary>
    Time = 1,
}
