using System.Collections.Frozen;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>What the targets of programs that are bound to the kernel's types are called there.</summary>
/// <remarks>kernel/bpf/verifier.c, bpf_check_attach_target; the prefixes are those of libbpf's find_kernel_btf_id.</remarks>
public static class AttachTargets
{
    static readonly FrozenDictionary<AttachType, string> s_prefixes = new Dictionary<AttachType, string>
    {
        [AttachType.TraceRawTp] = "btf_trace_",
        [AttachType.TraceFentry] = "",
        [AttachType.TraceFexit] = "",
        [AttachType.ModifyReturn] = "",
        [AttachType.TraceIter] = "bpf_iter_",
        [AttachType.LsmMac] = "bpf_lsm_",
        [AttachType.LsmCgroup] = "bpf_lsm_",
    }.ToFrozenDictionary();

    /// <summary>Is a program bound to one of the kernel's types when it is loaded, which decides what its arguments are?</summary>
    public static bool IsBound(ProgramSpec program) => program.AttachType is { } place && s_prefixes.ContainsKey(place);

    /// <summary>The name of the type: <c>bpf_lsm_file_open</c> for a program of section <c>lsm/file_open</c>; null where none is named.</summary>
    public static string? NameOf(ProgramSpec program) =>
        program is { AttachType: { } place, AttachTarget.Length: > 0 } && s_prefixes.TryGetValue(place, out var prefix)
            ? prefix + program.AttachTarget
            : null;

    /// <summary>The type that a program is bound to: the typedef of a tracepoint, else a function; null if there is none.</summary>
    /// <param name="types">The types of the kernel, or of a module.</param>
    /// <param name="program">The program.</param>
    public static BtfType? Find(BtfTypes types, ProgramSpec program)
    {
        if (NameOf(program) is not { } name)
            return null;
        return program.AttachType == AttachType.TraceRawTp ? types.Find<BtfTypedef>(name) : types.Find<BtfFunction>(name);
    }

    /// <summary>The prototype behind such a type; null if it has none.</summary>
    /// <remarks>A tracepoint's begins with the data of the probe, which programs do not see.</remarks>
    public static BtfFunctionPrototype? PrototypeOf(BtfType target) => target switch
    {
        BtfFunction function => function.Prototype as BtfFunctionPrototype,
        _ => (target.Resolve() as BtfPointer)?.Target.Resolve() as BtfFunctionPrototype,
    };
}
