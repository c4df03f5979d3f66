using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

/// <summary>What must hold of every call of a kernel function, also of those that no path reaches.</summary>
/// <remarks>
/// Linux looks all of them up before it follows the program (kernel/bpf/verifier.c, add_kfunc_call), but for those with number 0,
/// which it takes for code that will turn out dead. libbpf refuses an object that declares a function the kernel does not have,
/// unless the declaration is weak (tools/lib/bpf/libbpf.c, bpf_object__resolve_ksym_func_btf_id).
/// </remarks>
static class KernelCallCheck
{
    /// <summary>The first flaw, or null.</summary>
    public static Rejection? Find(ProgramCode code, VerifierMode mode)
    {
        for (var slot = 0; slot < code.Forms.Length; slot += code.Forms[slot]!.Slots)
        {
            if (code.Forms[slot]!.Operation == Operation.CallKernelFunction && Find(code, mode == VerifierMode.Linux, slot) is { } flaw)
                return flaw;
        }

        return null;
    }

    static Rejection? Find(ProgramCode code, bool forLinux, int slot)
    {
        if (forLinux && !Licenses.IsGplCompatible(code.Program.License))
        {
            return StructureCheck.At(code, slot, RejectionKind.Licence, "calls a function of the kernel, which Linux allows to programs with a GPL-compatible"
                + $" licence only; this one's is '{code.Program.License}'", "add: char LICENSE[] SEC(\"license\") = \"Dual BSD/GPL\";");
        }

        var instruction = code.Instructions[slot];
        foreach (var call in code.Program.KernelCalls)
        {
            if (call.Slot != slot)
                continue;
            return forLinux || call.IsWeak
                ? null
                : StructureCheck.At(code, slot, RejectionKind.UnavailableHelper, $"calls '{call.Name}' of the kernel, which does not exist in process",
                    "verify it for Linux: --mode linux; or declare it __weak, and call it only where bpf_ksym_exists() says that it exists");
        }

        return forLinux && instruction is { Immediate: 0, Offset: 0 }
            ? null
            : StructureCheck.At(code, slot, RejectionKind.Unsupported, "calls a function of the kernel by a number that only a running kernel knows",
                "declare it: extern ... __ksym");
    }
}
