using Sluice.Bpf.Btf;
using Sluice.Kernel.Features;

namespace Sluice.Kernel.Tests;

/// <summary>The kernel that tests run against.</summary>
static class RunningKernel
{
    static readonly Lazy<BtfTypes> s_types = new(BtfTypes.FromKernel);

    /// <summary>Its types.</summary>
    public static BtfTypes Types
    {
        get
        {
            if (BtfTypes.FindKernelFile() is null)
                Assert.Skip("the running kernel has no BTF");
            return s_types.Value;
        }
    }

    /// <summary>Skips the test where programs cannot be loaded.</summary>
    public static void Need()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("there is no Linux kernel here");
        if (ProcessCapabilities.Missing(Capabilities.Bpf | Capabilities.NetAdmin) is { Count: > 0 } missing)
            Assert.Skip($"the process lacks {string.Join(" and ", missing)}: run the tests as root");
        if (KernelRelease.Version < KernelRelease.Oldest)
            Assert.Skip($"the kernel is {KernelRelease.Text}, the engine needs {KernelRelease.Oldest}");
    }
}
