namespace Sluice.Bpf.Platform;

/// <summary>What a helper does besides returning a value.</summary>
[Flags]
public enum Effects : ushort
{
    /// <summary>Nothing that matters to a proof.</summary>
    None = 0,

    /// <summary>It may move the packet or replace it: every packet pointer held across the call is dead.</summary>
    /// <remarks>net/core/filter.c, bpf_helper_changes_pkt_data.</remarks>
    MovesPacket = 1,

    /// <summary>What it returns, when not null, must be released on every path.</summary>
    AcquiresReference = 2,

    /// <summary>What it returns lives as long as what its first argument refers to.</summary>
    SharesReference = 4,

    /// <summary>It may sleep: only sleepable programs may call it, outside locks.</summary>
    MaySleep = 8,

    /// <summary>Its memory arguments may point into the packet.</summary>
    TakesPacketMemory = 16,

    /// <summary>It takes the spin lock in its first argument.</summary>
    TakesLock = 32,

    /// <summary>It releases the spin lock in its first argument.</summary>
    ReleasesLock = 64,

    /// <summary>When it succeeds it does not return.</summary>
    TailCalls = 128,

    /// <summary>Linux lets a program rely on r1 to r5 across the call (bpf_fastcall).</summary>
    KeepsArguments = 256,

    /// <summary>It changes a map's entries, which programs may not do where they may only read.</summary>
    /// <remarks>kernel/bpf/verifier.c, record_func_map.</remarks>
    ChangesMap = 512,
}
