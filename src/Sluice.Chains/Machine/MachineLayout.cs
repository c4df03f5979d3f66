using Sluice.Chains.Code.Native;

namespace Sluice.Chains.Machine;

/// <summary>The maps and functions of the VM: bpf/vm/vm.h and bpf/vm/machine.h.</summary>
public static class MachineLayout
{
    /// <summary>Words of all chains together.</summary>
    public const int Words = 32768;

    /// <summary>Chains, of which number 0 is none.</summary>
    public const int Chains = 256;

    /// <summary>Functions.</summary>
    public const int Functions = 256;

    /// <summary>Chains active at once.</summary>
    public const int Depth = 16;

    /// <summary>Instructions that a packet is worth.</summary>
    public const int Budget = 4096;

    /// <summary>The map whose one value is the words of all chains.</summary>
    public const string CodeMap = "sluice_vm_code";

    /// <summary>The map from a chain's number to the place of its first word.</summary>
    public const string ChainMap = "sluice_vm_chains";

    /// <summary>The variable of settings that change while the machine runs: budget, counts, times.</summary>
    public const string Settings = "sluice_vm_settings";

    /// <summary>The settings, as text, by which a machine counts what it shall.</summary>
    public static string SettingsFor(ChainCounting counting) =>
        $$"""{"budget":{{Budget}},"counts":{{(counting >= ChainCounting.Runs ? 1 : 0)}},"times":{{(counting == ChainCounting.Time ? 1 : 0)}}}""";

    /// <summary>The function in whose place <see cref="FunctionDispatch"/> puts a decision tree of direct calls:
    /// <c>u64 sluice_vm_call(struct xdp_md *ctx, struct sluice_vm_frame *frame, u32 function)</c>.</summary>
    public const string Call = "sluice_vm_call";

    /// <summary>Bytes of a frame.</summary>
    public const int FrameSize = 256;
}
