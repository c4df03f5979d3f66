namespace Sluice.Bpf.Platform;

/// <summary>What a callback finds in a register.</summary>
public enum CallbackParameter : byte
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>What the caller handed on: the helper's <see cref="ArgKind.Stack"/> argument.</summary>
    HandedOn,

    /// <summary>The map.</summary>
    Map,

    /// <summary>A key of the map, to read.</summary>
    MapKey,

    /// <summary>The value under that key, never null.</summary>
    MapValue,

    /// <summary>A kernel object, <c>struct task_struct</c>.</summary>
    Task,

    /// <summary>A kernel object, <c>struct vm_area_struct</c>.</summary>
    MemoryArea,

    /// <summary>A dynamic pointer to memory, to read.</summary>
    Dynptr,
}
