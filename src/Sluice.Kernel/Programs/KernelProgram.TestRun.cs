using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

public sealed unsafe partial class KernelProgram
{
    // Room for the largest packet of a test run, grown as far as helpers can grow it.
    const int OutputSize = 1 << 17;

    // XDP_REDIRECT and TC_ACT_REDIRECT.
    const uint XdpRedirect = 4, TcRedirect = 7;

    // ETH_HLEN: test runs of all packet types begin with an Ethernet header.
    const int SmallestPacket = 14;

    static readonly ProgramTypeSet s_buffers = ProgramTypes.Tc | ProgramTypes.Lwt | [ProgramType.SocketFilter, ProgramType.CgroupSkb];

    [ThreadStatic]
    static byte[]? s_output;

    /// <inheritdoc/>
    /// <remarks>
    /// BPF_PROG_TEST_RUN. The kernel runs over its own copy of the packet; redirects are not followed, and it does not tell
    /// where they lead, so that <see cref="RunResult.Redirect"/> stays empty unless <see cref="KernelOptions.RecordRedirects"/> was
    /// set. The packet is at least an Ethernet header. The
    /// return value is what the kernel keeps of it: 32 bits.
    /// </remarks>
    /// <exception cref="KernelException">The kernel refuses the packet or the context, or has no test runs for the type.</exception>
    public RunResult Run(ReadOnlySpan<byte> input, in RunContext context = default) => Run(input, 1, context, out _);

    /// <summary>Runs it many times over the same packet, and gives what the last run left.</summary>
    /// <param name="input">The packet; XDP metadata, if any, comes first.</param>
    /// <param name="repeat">How often. What one run changes in the packet is there in the next.</param>
    /// <param name="context">What surrounds the packet.</param>
    /// <param name="nanoseconds">The mean time of a run, as the kernel measured it.</param>
    /// <exception cref="KernelException">The kernel refuses the packet or the context, or has no test runs for the type.</exception>
    public RunResult Run(ReadOnlySpan<byte> input, int repeat, in RunContext context, out long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repeat);
        var output = s_output ??= GC.AllocateUninitializedArray<byte>(OutputSize, pinned: true);
        var attributes = new TestRunAttributes
        {
            Repeat = (uint)repeat,
            DataSizeOut = OutputSize,
            DataOut = (ulong)Unsafe.AsPointer(ref output[0]),
        };
        Redirects?.Clear();
        var metadata = TestRun(input, context, ref attributes);
        nanoseconds = attributes.Duration;
        var packet = output.AsSpan(0, (int)attributes.DataSizeOut);
        return new RunResult
        {
            ReturnValue = attributes.Retval,
            Packet = packet[metadata..],
            Metadata = packet[..metadata],
            Redirect = Redirects is not null && attributes.Retval == (Spec.Type == ProgramType.Xdp ? XdpRedirect : TcRedirect) ? Redirects.Read() : default,
        };
    }

    /// <summary>Runs it many times, and measures.</summary>
    /// <param name="input">The packet; XDP metadata, if any, comes first.</param>
    /// <param name="repeat">How often. What one run changes in the packet is there in the next.</param>
    /// <param name="context">What surrounds the packet.</param>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public TestRunResult Repeat(ReadOnlySpan<byte> input, int repeat, in RunContext context = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(repeat);
        var attributes = new TestRunAttributes { Repeat = (uint)repeat };
        _ = TestRun(input, context, ref attributes);
        return new(attributes.Retval, attributes.Duration);
    }

    // Returns the bytes of metadata in front of the packet that came out.
    int TestRun(ReadOnlySpan<byte> input, in RunContext context, ref TestRunAttributes attributes)
    {
        var xdp = XdpContext.Of(input.Length, context);
        var skb = SkbContext.Of(context);
        fixed (byte* packet = input)
        {
            attributes.ProgFd = (uint)Descriptor.Number;
            attributes.DataIn = (ulong)packet;
            attributes.DataSizeIn = (uint)input.Length;
            if (Spec.Type == ProgramType.Xdp)
            {
                attributes.CtxIn = attributes.CtxOut = (ulong)&xdp;
                attributes.CtxSizeIn = attributes.CtxSizeOut = (uint)sizeof(XdpContext);
            }
            else if (s_buffers.Contains(Spec.Type))
            {
                attributes.CtxIn = attributes.CtxOut = (ulong)&skb;
                attributes.CtxSizeIn = attributes.CtxSizeOut = (uint)sizeof(SkbContext);
            }

            Errno error;
            do
                _ = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref attributes, out error);
            while (error == Errno.Interrupted);
            if (error != Errno.None)
                throw new KernelException($"program '{Spec.Name}'", "run it over a packet", error, ExplainRun(error, input.Length, context));
        }

        return Spec.Type == ProgramType.Xdp ? (int)(xdp.Data - xdp.DataMeta) : 0;
    }

    string ExplainRun(Errno error, int length, in RunContext context) => error switch
    {
        Errno.NotSupported => $"the kernel has no test runs for programs of type {Spec.Type}",
        Errno.InvalidArgument when length < SmallestPacket => $"found a packet of {length} bytes, expected an Ethernet header of {SmallestPacket}",
        Errno.InvalidArgument when length > Environment.SystemPageSize && Spec is { Type: ProgramType.Xdp, HasFragments: false } =>
            $"found a packet of {length} bytes, more than a page holds, expected a program that takes fragments (SEC(\"xdp.frags\"))",
        Errno.InvalidArgument when context.RxQueue != 0 && context.InterfaceIndex == 0 => "found a receive queue, expected an interface with it",
        Errno.NoDevice => $"there is no interface {context.InterfaceIndex}",
        _ => "",
    };
}
