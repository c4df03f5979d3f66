using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

public sealed unsafe partial class KernelProgram
{
    // BPF_F_TEST_XDP_LIVE_FRAMES of include/uapi/linux/bpf.h.
    const uint LiveFrames = 1 << 1;

    /// <summary>Runs an XDP program over real frames: what it decides is done, so that it serves as a packet generator.</summary>
    /// <param name="frame">The frame to copy.</param>
    /// <param name="count">How many.</param>
    /// <param name="interfaceIndex">The interface by which they seem to come in; XDP_TX sends by it, XDP_PASS gives them to its stack.</param>
    /// <param name="batch">How many are handled at once; 0 for the kernel's choice.</param>
    /// <remarks>Linux 5.18. Frames that are dropped are recycled with whatever the program has written to them.</remarks>
    /// <exception cref="KernelException">The kernel refuses: no such interface, no XDP program, a kernel before 5.18.</exception>
    public void SendLive(ReadOnlySpan<byte> frame, int count, int interfaceIndex, int batch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var context = XdpContext.Of(frame.Length, new() { InterfaceIndex = interfaceIndex });
        fixed (byte* bytes = frame)
        {
            var attributes = new TestRunAttributes
            {
                ProgFd = (uint)Descriptor.Number,
                DataIn = (ulong)bytes,
                DataSizeIn = (uint)frame.Length,
                CtxIn = (ulong)&context,
                CtxSizeIn = (uint)sizeof(XdpContext),
                Repeat = (uint)count,
                Flags = LiveFrames,
                BatchSize = (uint)batch,
            };
            _ = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref attributes, out var error);
            if (error != Errno.None)
                throw new KernelException($"program '{Spec.Name}'", "send live frames through it", error, ExplainLive(error, interfaceIndex));
        }
    }

    string ExplainLive(Errno error, int interfaceIndex) => error switch
    {
        _ when Spec.Type != ProgramType.Xdp => "it is no XDP program",
        Errno.NoDevice => $"there is no interface {interfaceIndex}",
        Errno.InvalidArgument when KernelFeatures.LiveFrames.Explain() is { Length: > 0 } missing => missing,
        Errno.InvalidArgument => $"interface {interfaceIndex} has no queue that XDP can use (a veth has one once an XDP program is attached to it), or the frame is too short or too long",
        _ => "",
    };
}
