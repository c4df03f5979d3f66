namespace Sluice.Bpf.Platform;

// Helpers for events and text from tracing programs and iterators.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SkbOutput = Add(new(
        111, "skb_output", Returns.Error, Arg.Object("sk_buff"), Arg.Map, Arg.Any, Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall],
        Maps = [MapType.PerfEventArray],
        GplOnly = true,
    });
    public static readonly Helper XdpOutput = Add(new(
        121, "xdp_output", Returns.Error, Arg.Object("xdp_buff"), Arg.Map, Arg.Any, Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = [ProgramType.Tracing, ProgramType.Lsm, ProgramType.Syscall],
        Maps = [MapType.PerfEventArray],
        GplOnly = true,
    });
    public static readonly Helper SeqPrintf = Add(new(
        126, "seq_printf", Returns.Error, Arg.Object("seq_file"), Arg.ReadMemory, Arg.MemorySize, Arg.ReadMemoryOrNull, Arg.MemorySizeOrZero)
    {
        Programs = [ProgramType.Tracing],
        GplOnly = true,
        OnlyAt = [new(ProgramType.Tracing, [AttachType.TraceIter])],
    });
    public static readonly Helper SeqWrite = Add(new(
        127, "seq_write", Returns.Error, Arg.Object("seq_file"), Arg.ReadMemory, Arg.MemorySizeOrZero)
    {
        Programs = [ProgramType.Tracing],
        GplOnly = true,
        OnlyAt = [new(ProgramType.Tracing, [AttachType.TraceIter])],
    });
    public static readonly Helper SeqPrintfBtf = Add(new(
        150, "seq_printf_btf", Returns.Error, Arg.Object("seq_file"), Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any)
    {
        Programs = [ProgramType.Tracing],
        GplOnly = true,
        OnlyAt = [new(ProgramType.Tracing, [AttachType.TraceIter])],
    });
#pragma warning restore CS1591
}
