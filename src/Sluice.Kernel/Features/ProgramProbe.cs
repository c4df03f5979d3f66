using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel about programs, by loading small ones.</summary>
static unsafe class ProgramProbe
{
    const int LogCapacity = 4096;

    // BPF_F_SLEEPABLE and BPF_F_XDP_HAS_FRAGS.
    const uint Sleepable = 1 << 4, HasFragments = 1 << 5;

    // No program may write to r10: a kernel that complains about that has come as far as the instructions.
    const string FrameWrite = "r10 = 0\nexit", FrameComplaint = "frame pointer is read only";

    static readonly Lazy<BpfInstruction[]> s_frameWrite = new(() => [.. Assembler.Assemble(FrameWrite)]);

    // What the kernel says of types that are bound to one of its functions when given a number that is none (kernel/bpf/verifier.c,
    // check_attach_btf_id and bpf_check_attach_target); a type that it does not know it refuses before that, without a word.
    static readonly Dictionary<ProgramType, (AttachType Place, string Words)> s_bound = new()
    {
        [ProgramType.Tracing] = (AttachType.TraceFentry, "attach_btf_id 1 is not a function"),
        [ProgramType.Lsm] = (AttachType.LsmMac, "attach_btf_id 1 is not a function"),
        [ProgramType.Extension] = (0, "Cannot replace kernel functions"),
    };

    // Types that are told where they will be attached.
    static readonly Dictionary<ProgramType, AttachType> s_places = new()
    {
        [ProgramType.CgroupSock] = AttachType.CgroupInetSockCreate,
        [ProgramType.CgroupSkb] = AttachType.CgroupInetIngress,
        [ProgramType.CgroupSockAddress] = AttachType.CgroupInet4Connect,
        [ProgramType.CgroupSockOption] = AttachType.CgroupGetsockopt,
        [ProgramType.SkLookup] = AttachType.SkLookup,
        [ProgramType.SkReuseport] = AttachType.SkReuseportSelect,
        [ProgramType.Netfilter] = AttachType.Netfilter,
    };

    /// <summary>One try.</summary>
    /// <param name="Error">The kernel's answer.</param>
    /// <param name="Log">What its verifier wrote.</param>
    /// <param name="LogBytes">How long it says that the log is.</param>
    public readonly record struct Answer(Errno Error, string Log, uint LogBytes);

    /// <summary>Does the kernel have programs of this type?</summary>
    public static FeatureState Supports(ProgramType type)
    {
        var words = FrameComplaint;
        var answer = s_bound.TryGetValue(type, out var bound)
            ? Load(type, s_frameWrite.Value, bound.Place, attachTo: 1)
            : Load(type, s_frameWrite.Value);
        if (bound.Words is not null)
            words = bound.Words;
        if (answer.Error == Errno.NotPermitted)
            return FeatureState.Unknown;
        // A struct_ops program without a struct: the type is known (check_struct_ops_btf_id), but for that.
        var isThere = answer.Log.Contains(words, StringComparison.Ordinal)
            || type == ProgramType.StructOps && answer.Error is Errno.NotSupported or Errno.NotFound;
        return isThere ? FeatureState.Supported : FeatureState.Missing;
    }

    /// <summary>Is this socket filter, in the assembler's text, accepted?</summary>
    public static FeatureState Accepts(string text) => StateOf(Load(ProgramType.SocketFilter, [.. Assembler.Assemble(text)], withLog: false).Error);

    /// <summary>Is a program longer than BPF_MAXINSNS accepted?</summary>
    public static FeatureState Long()
    {
        const int classic = 4096;
        var code = new BpfInstruction[classic + 2];
        code.AsSpan().Fill(Assembler.Assemble("r0 = 0\nexit")[0]);
        code[^1] = Assembler.Assemble("r0 = 0\nexit")[1];
        return StateOf(Load(ProgramType.SocketFilter, code, withLog: false).Error);
    }

    /// <summary>May XDP programs take packets in several pieces?</summary>
    public static FeatureState Fragments() => StateOf(Load(ProgramType.Xdp, [.. Assembler.Assemble("r0 = 2\nexit")], flags: HasFragments, withLog: false).Error);

    /// <summary>Does the kernel say how long the verifier's log is?</summary>
    public static FeatureState LogSize()
    {
        var answer = Load(ProgramType.SocketFilter, s_frameWrite.Value);
        return answer.Error == Errno.NotPermitted ? FeatureState.Unknown : answer.LogBytes > 0 ? FeatureState.Supported : FeatureState.Missing;
    }

    /// <summary>What an answer to a whole attempt means.</summary>
    public static FeatureState StateOf(Errno error) => error switch
    {
        Errno.None => FeatureState.Supported,
        Errno.NotPermitted => FeatureState.Unknown,
        _ => FeatureState.Missing,
    };

    /// <summary>Loads a program in the assembler's text.</summary>
    /// <returns>Its descriptor, or null.</returns>
    public static BpfDescriptor? Open(ProgramType type, string text, AttachType? place, out Errno error)
    {
        var attributes = default(ProgramLoadAttributes);
        return Open(type, [.. Assembler.Assemble(text)], place, ref attributes, out error);
    }

    /// <summary>Loads a program, and lets go of it.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="code">Its instructions.</param>
    /// <param name="place">Where it will be attached; null for the type's usual place.</param>
    /// <param name="flags">BPF_F_….</param>
    /// <param name="attachTo">The number of the kernel's type that it is bound to.</param>
    /// <param name="withLog">Ask for the verifier's words? If they are many, the program is refused for that.</param>
    public static Answer Load(
        ProgramType type, ReadOnlySpan<BpfInstruction> code, AttachType? place = null, uint flags = 0, uint attachTo = 0, bool withLog = true)
    {
        Span<byte> log = stackalloc byte[LogCapacity];
        log.Clear();
        fixed (byte* logAddress = log)
        {
            var attributes = new ProgramLoadAttributes
            {
                LogLevel = withLog ? 1u : 0,
                LogSize = withLog ? (uint)log.Length : 0,
                LogBuf = withLog ? (ulong)logAddress : 0,
                ProgFlags = flags | (type == ProgramType.Syscall ? Sleepable : 0),
                AttachBtfId = attachTo,
            };
            using var loaded = Open(type, code, place, ref attributes, out var error);
            var end = log.IndexOf((byte)0);
            return new(error, Encoding.UTF8.GetString(end < 0 ? log : log[..end]), attributes.LogTrueSize);
        }
    }

    static BpfDescriptor? Open(ProgramType type, ReadOnlySpan<BpfInstruction> code, AttachType? place, ref ProgramLoadAttributes attributes, out Errno error)
    {
        fixed (BpfInstruction* instructions = code)
        fixed (byte* license = "GPL\0"u8)
        {
            attributes.ProgType = (uint)type;
            attributes.InsnCnt = (uint)code.Length;
            attributes.Insns = (ulong)instructions;
            attributes.License = (ulong)license;
            attributes.ExpectedAttachType = (uint)(place ?? s_places.GetValueOrDefault(type));
            return BpfSystemCall.Open(BpfCommand.ProgramLoad, ref attributes, out error);
        }
    }
}
