using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>What a helper calls a function of the program with.</summary>
/// <param name="Name">The helper's word for it.</param>
/// <param name="Parameters">r1 and on, as the function finds them.</param>
/// <remarks>kernel/bpf/verifier.c, set_…_callback_state. A callback returns 0 (go on) or 1 (stop), an
/// asynchronous one 0.</remarks>
public sealed record CallbackPrototype(string Name, params ImmutableArray<CallbackParameter> Parameters)
{
    /// <summary>bpf_loop: the round's number, what the caller handed on.</summary>
    public static CallbackPrototype Loop { get; } = new("loop", CallbackParameter.Scalar, CallbackParameter.HandedOn);

    /// <summary>bpf_for_each_map_elem: map, key, value, what the caller handed on.</summary>
    public static CallbackPrototype ForEachMapElement { get; } = new("for each element",
        CallbackParameter.Map, CallbackParameter.MapKey, CallbackParameter.MapValue, CallbackParameter.HandedOn);

    /// <summary>bpf_timer_set_callback: map, key, value; it runs later, on its own.</summary>
    public static CallbackPrototype Timer { get; } = new("timer",
        CallbackParameter.Map, CallbackParameter.MapKey, CallbackParameter.MapValue)
    { IsAsynchronous = true };

    /// <summary>bpf_wq_set_callback: map, key, value; it runs later, on its own, and may sleep.</summary>
    public static CallbackPrototype WorkQueue { get; } = new("work",
        CallbackParameter.Map, CallbackParameter.MapKey, CallbackParameter.MapValue)
    { IsAsynchronous = true, MaySleep = true };

    /// <summary>bpf_find_vma: task, memory area, what the caller handed on.</summary>
    public static CallbackPrototype FindVma { get; } = new("memory area",
        CallbackParameter.Task, CallbackParameter.MemoryArea, CallbackParameter.HandedOn);

    /// <summary>bpf_user_ringbuf_drain: a dynamic pointer to the record, what the caller handed on.</summary>
    public static CallbackPrototype UserRingBuffer { get; } = new("record",
        CallbackParameter.Dynptr, CallbackParameter.HandedOn);

    /// <summary>Does it run after the helper has returned, on a stack of its own?</summary>
    public bool IsAsynchronous { get; init; }

    /// <summary>May it sleep, whatever the program that sets it may?</summary>
    public bool MaySleep { get; init; }

    /// <summary>What it may return.</summary>
    public ReturnRange Range => IsAsynchronous ? new(0, 0) : new(0, 1);
}
