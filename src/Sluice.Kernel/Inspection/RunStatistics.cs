using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>Counts the runs of all programs, and the time they take, as long as it lives.</summary>
/// <remarks>BPF_ENABLE_STATS (Linux 5.8). Counting costs each run some 20 ns.</remarks>
public sealed class RunStatistics : IDisposable
{
    readonly BpfDescriptor _descriptor;

    RunStatistics(BpfDescriptor descriptor) => _descriptor = descriptor;

    /// <summary>Begins to count.</summary>
    /// <exception cref="KernelException">That is not permitted.</exception>
    public static RunStatistics Enable()
    {
        var attributes = default(EnableStatisticsAttributes);
        return BpfSystemCall.Open(BpfCommand.EnableStatistics, ref attributes, out var error) is { } descriptor
            ? new(descriptor)
            : throw new KernelException("run statistics", "switch on", error,
                error == Errno.NotPermitted ? Permissions.Explain(Capabilities.SysAdmin) : "");
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
