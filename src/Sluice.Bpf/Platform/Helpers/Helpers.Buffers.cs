namespace Sluice.Bpf.Platform;

// Helpers for ring buffers, perf events and dynamic pointers.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper PerfEventRead = Add(new(22, "perf_event_read", Returns.Scalar, Arg.Map, Arg.Any)
    {
        Maps = [MapType.PerfEventArray],
        GplOnly = true,
    });
    public static readonly Helper PerfEventOutput = Add(new(
        25, "perf_event_output", Returns.Error, Arg.Context, Arg.Map, Arg.Any, Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = ProgramTypes.Base.Without(
            ProgramType.SkReuseport, ProgramType.FlowDissector, ProgramType.StructOps, ProgramType.Netfilter),
        Maps = [MapType.PerfEventArray],
        GplOnly = true,
    });
    public static readonly Helper PerfEventReadValue = Add(new(
        55, "perf_event_read_value", Returns.Error, Arg.Map, Arg.Any, Arg.WriteMemory, Arg.MemorySize)
    {
        Maps = [MapType.PerfEventArray],
        GplOnly = true,
    });
    public static readonly Helper RingbufOutput = Add(new(
        130, "ringbuf_output", Returns.Error, Arg.Map, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Maps = [MapType.RingBuffer],
    });
    public static readonly Helper RingbufReserve = Add(new(
        131, "ringbuf_reserve", Returns.RecordOrNull(2), Arg.Map, Arg.AllocationSize, Arg.Any)
    {
        Maps = [MapType.RingBuffer],
        Effects = Effects.AcquiresReference,
    });
    public static readonly Helper RingbufSubmit = Add(new(132, "ringbuf_submit", Returns.Nothing, Arg.ReleasedRecord, Arg.Any));
    public static readonly Helper RingbufDiscard = Add(new(133, "ringbuf_discard", Returns.Nothing, Arg.ReleasedRecord, Arg.Any));
    public static readonly Helper RingbufQuery = Add(new(134, "ringbuf_query", Returns.Scalar, Arg.Map, Arg.Any)
    {
        Maps = [MapType.RingBuffer],
    });
    public static readonly Helper DynptrFromMem = Add(new(
        197, "dynptr_from_mem", Returns.Error, Arg.WriteMemoryInMapValue, Arg.MemorySizeOrZero, Arg.Any, Arg.NewDynptr(DynptrKind.Local)));
    public static readonly Helper RingbufReserveDynptr = Add(new(
        198, "ringbuf_reserve_dynptr", Returns.Error, Arg.Map, Arg.Any, Arg.Any, Arg.NewDynptr(DynptrKind.RingBuffer))
    {
        Maps = [MapType.RingBuffer],
    });
    public static readonly Helper RingbufSubmitDynptr = Add(new(
        199, "ringbuf_submit_dynptr", Returns.Nothing, Arg.ReleasedDynptr(DynptrKind.RingBuffer), Arg.Any));
    public static readonly Helper RingbufDiscardDynptr = Add(new(
        200, "ringbuf_discard_dynptr", Returns.Nothing, Arg.ReleasedDynptr(DynptrKind.RingBuffer), Arg.Any));
    public static readonly Helper DynptrRead = Add(new(
        201, "dynptr_read", Returns.Error, Arg.WriteMemory, Arg.MemorySizeOrZero, Arg.Dynptr, Arg.Any, Arg.Any));
    public static readonly Helper DynptrWrite = Add(new(
        202, "dynptr_write", Returns.Error, Arg.Dynptr, Arg.Any, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any));
    public static readonly Helper DynptrData = Add(new(
        203, "dynptr_data", Returns.DynptrSliceOrNull(3), Arg.Dynptr, Arg.Any, Arg.AllocationSize));
    public static readonly Helper UserRingbufDrain = Add(new(
        209, "user_ringbuf_drain", Returns.Scalar, Arg.Map, Arg.Callback(CallbackPrototype.UserRingBuffer), Arg.StackOrNull, Arg.Any)
    {
        Maps = [MapType.UserRingBuffer],
    });
#pragma warning restore CS1591
}
