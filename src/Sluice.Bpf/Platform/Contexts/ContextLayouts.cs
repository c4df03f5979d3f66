namespace Sluice.Bpf.Platform;

/// <summary>The contexts of all program types, field by field.</summary>
/// <remarks>
/// Structs: include/uapi/linux/bpf.h. What may be read and written, and at which widths: the …_is_valid_access functions of
/// net/core/filter.c, kernel/bpf/cgroup.c and kernel/trace/bpf_trace.c, checked against the running kernel by asking it.
/// </remarks>
public static partial class ContextLayouts;
