using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Pins;

/// <summary>Tells maps from programs and links: BPF_OBJ_GET opens all three alike.</summary>
static class DescriptorKind
{
    /// <summary>Is the descriptor of this kind: <c>bpf-map</c>, <c>bpf-prog</c>, <c>link</c> (with which prefix depends on the
    /// release)?</summary>
    public static bool Is(BpfDescriptor descriptor, string kind) =>
        new FileInfo($"/proc/self/fd/{descriptor.Number}").LinkTarget is { } target
        && target.EndsWith(kind, StringComparison.Ordinal);
}
