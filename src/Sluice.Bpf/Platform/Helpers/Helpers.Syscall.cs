namespace Sluice.Bpf.Platform;

// Helpers for programs that run as system calls.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper SysBpf = Add(new(166, "sys_bpf", Returns.Scalar, Arg.Any, Arg.ReadMemory, Arg.MemorySize)
    {
        Programs = [ProgramType.Syscall],
        Effects = Effects.MaySleep,
    });
    public static readonly Helper BtfFindByNameKind = Add(new(
        167, "btf_find_by_name_kind", Returns.Scalar, Arg.ReadMemory, Arg.MemorySize, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.Syscall],
        Effects = Effects.MaySleep,
    });
    public static readonly Helper SysClose = Add(new(168, "sys_close", Returns.Scalar, Arg.Any)
    {
        Programs = [ProgramType.Syscall],
        Effects = Effects.MaySleep,
    });
    public static readonly Helper KallsymsLookupName = Add(new(
        179, "kallsyms_lookup_name", Returns.Scalar, Arg.ReadMemory, Arg.MemorySizeOrZero, Arg.Any, Arg.FixedWrite(8))
    {
        Programs = [ProgramType.Syscall],
    });
#pragma warning restore CS1591
}
