using System.Globalization;
using Sluice.Bpf.Platform;

namespace Sluice.Cli.Execution;

/// <summary>The verdicts of a program type.</summary>
/// <remarks>include/uapi/linux/bpf.h, enum xdp_action; include/uapi/linux/pkt_cls.h, TC_ACT_…; bpf/include/sluice_click.h.</remarks>
sealed class VerdictTable
{
    const string Unknown = "unknown";

    // Of a classifier in a configuration there are as many as are connected.
    const int MostOutputs = 64;

    static readonly VerdictTable s_xdp = new(0, "XDP_", ["ABORTED", "DROP", "PASS", "TX", "REDIRECT"])
    {
        Redirect = 4,
        Read = r0 => (uint)r0,
    };

    static readonly VerdictTable s_tc = new(
        -1, "TC_ACT_", ["UNSPEC", "OK", "RECLASSIFY", "SHOT", "PIPE", "STOLEN", "QUEUED", "REPEAT", "REDIRECT", "TRAP"])
    {
        Redirect = 7,
        Read = r0 => (int)r0,
    };

    // A socket filter returns how many bytes to keep.
    static readonly VerdictTable s_filter = new(0, "", ["DROP", "ACCEPT"]) { Redirect = -1, Read = r0 => (uint)r0 == 0 ? 0 : 1 };

    // Results of Click's elements are 32 bits of r0.
    static readonly VerdictTable s_clickFilter = new(0, "CLICK_", ["ABORT", "DROP", "PASS"]) { Redirect = -1, Read = r0 => (uint)r0 };

    static readonly VerdictTable s_clickRewriter = new(0, "CLICK_", ["FAILURE", "SUCCESS"]) { Redirect = -1, Read = r0 => (uint)r0 };

    static readonly VerdictTable s_clickClassifier = new(0, "", [.. Enumerable.Range(0, MostOutputs).Select(output => string.Create(CultureInfo.InvariantCulture, $"OUTPUT_{output}"))])
    {
        Redirect = -1,
        Read = r0 => (uint)r0,
    };

    static readonly Dictionary<ProgramType, VerdictTable> s_byType = new()
    {
        [ProgramType.Xdp] = s_xdp,
        [ProgramType.SchedClassifier] = s_tc,
        [ProgramType.SchedAction] = s_tc,
        [ProgramType.SocketFilter] = s_filter,
        [ProgramType.ClickFilter] = s_clickFilter,
        [ProgramType.ClickRewriter] = s_clickRewriter,
        [ProgramType.ClickClassifier] = s_clickClassifier,
    };

    readonly long _first;

    VerdictTable(long first, string prefix, string[] names)
    {
        _first = first;
        Known = [.. names.Select((name, i) => new Verdict(first + i, prefix + name, name.ToLowerInvariant()))];
    }

    /// <summary>The verdicts that the kernel knows, in order.</summary>
    public IReadOnlyList<Verdict> Known { get; }

    /// <summary>The verdict that sends a packet elsewhere; -1 if there is none.</summary>
    public required long Redirect { get; init; }

    /// <summary>Makes a verdict's value of r0.</summary>
    public required Func<ulong, long> Read { get; init; }

    /// <summary>The verdicts of <paramref name="type"/>.</summary>
    /// <exception cref="CommandException">Programs of this type do not decide about packets.</exception>
    public static VerdictTable Of(ProgramType type) => TryOf(type) ?? throw new CommandException(
        $"found a program of type {Output.Names.Of(type)}, expected one that decides about packets: "
        + string.Join(", ", s_byType.Keys.Select(Output.Names.Of)));

    /// <summary>The verdicts of <paramref name="type"/>; null if such programs do not decide about packets.</summary>
    public static VerdictTable? TryOf(ProgramType type) => s_byType.GetValueOrDefault(type);

    /// <summary>The place of <paramref name="value"/> in <see cref="Known"/>; negative, or behind its end, if it is unknown.</summary>
    public long IndexOf(long value) => value - _first;

    /// <summary>The verdict of this value.</summary>
    public Verdict Find(long value) => (ulong)IndexOf(value) < (ulong)Known.Count
        ? Known[(int)IndexOf(value)]
        : new(value, value.ToString(CultureInfo.InvariantCulture), Unknown);
}
