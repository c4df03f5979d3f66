using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>BTF in the kernel.</summary>
static unsafe class KernelTypes
{
    /// <summary>Loads BTF, without asking why not.</summary>
    public static BpfDescriptor? TryLoad(byte[] types, out Errno error) => TryLoad(types, default, out _, out error);

    /// <summary>Loads the BTF of an object.</summary>
    /// <exception cref="KernelException">The kernel refuses it; the message has the reason from its log.</exception>
    public static BpfDescriptor Load(byte[] types, string name)
    {
        if (TryLoad(types, out _) is { } loaded)
            return loaded;
        var (explained, log, error) = VerifierLog.Collect((Span<byte> log, out int needed, out Errno error) =>
            TryLoad(types, log, out needed, out error));
        return explained ?? throw new KernelException($"object '{name}'", "load its types (BTF)", error,
            error == Errno.NotPermitted ? Permissions.Explain(Capabilities.Bpf) : log.Length > 0 ? VerifierReport.Parse(log).Cause : "");
    }

    static BpfDescriptor? TryLoad(byte[] types, Span<byte> log, out int needed, out Errno error)
    {
        fixed (byte* address = types, logAddress = log)
        {
            var attributes = new BtfLoadAttributes
            {
                Btf = (ulong)address,
                BtfSize = (uint)types.Length,
                BtfLogBuf = (ulong)logAddress,
                BtfLogSize = (uint)log.Length,
                BtfLogLevel = log.IsEmpty ? 0u : 1,
            };
            var descriptor = BpfSystemCall.Open(BpfCommand.BtfLoad, ref attributes, out error);
            needed = (int)attributes.BtfLogTrueSize;
            return descriptor;
        }
    }
}
