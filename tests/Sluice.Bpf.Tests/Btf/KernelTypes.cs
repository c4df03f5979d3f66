using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Tests.Btf;

/// <summary>The running kernel's types, read once for all tests.</summary>
static class KernelTypes
{
    static readonly Lazy<BtfTypes?> s_types = new(() => BtfTypes.FindKernelFile() is { } path ? BtfTypes.Load(path) : null);

    /// <summary>The types; skips the test on a machine whose kernel has none.</summary>
    public static BtfTypes Get()
    {
        if (s_types.Value is null)
            Assert.Skip("the running kernel has no BTF");
        return s_types.Value;
    }
}
