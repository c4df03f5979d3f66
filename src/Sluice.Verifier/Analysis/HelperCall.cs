using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

/// <summary>What the arguments of a helper's call said.</summary>
record struct HelperCall
{
    /// <summary>Nothing yet.</summary>
    public static HelperCall None => new() { Map = -1 };

    /// <summary>The map's index, or -1.</summary>
    public int Map;

    /// <summary>The key's number, where it is known; else null.</summary>
    public uint? Key;

    /// <summary>The size of the memory that it returns.</summary>
    public long AllocationSize;

    /// <summary>The resource that it releases, or 0.</summary>
    public int Released;

    /// <summary>The resource that its result lives as long as, or 0.</summary>
    public int SharedReference;

    /// <summary>The type of the kernel pointer that the slot in an earlier argument holds.</summary>
    public int PointerType;

    /// <summary>The per-CPU object in an earlier argument.</summary>
    public Value PerCpu;

    /// <summary>The kind of the dynamic pointer in an earlier argument.</summary>
    public int Dynptr;

    /// <summary>Does the dynamic pointer in its arguments lead into the packet?</summary>
    public bool IsOfPacket;

    /// <summary>The id of the value whose lock it takes or releases.</summary>
    public int LockId;

    /// <summary>The map of the timer in an earlier argument.</summary>
    public int TimerMap;
}
