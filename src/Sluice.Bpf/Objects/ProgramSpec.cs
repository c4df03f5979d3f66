using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>What a program is, before any engine has loaded it: an entry function and what it may be attached to.</summary>
public sealed record ProgramSpec
{
    /// <summary>The entry function.</summary>
    public required FunctionSpec Function { get; init; }

    /// <summary>The program's type, which decides its context and its helpers.</summary>
    public required ProgramType Type { get; init; }

    /// <summary>Where it expects to be attached; null where the type leaves no choice.</summary>
    public AttachType? AttachType { get; init; }

    /// <summary>What it is attached to (a kernel function, a tracepoint), from the section's name; else empty.</summary>
    public string AttachTarget { get; init; } = "";

    /// <summary>Which operation of a struct of operations it is, <c>tcp_congestion_ops.ssthresh</c>, from the struct of the object that points to
    /// it; else empty.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Is it loaded with its object? False for <c>SEC("?…")</c>.</summary>
    public bool AutoLoad { get; init; } = true;

    /// <summary>Does it take packets in several fragments (<c>xdp.frags</c>)?</summary>
    public bool HasFragments { get; init; }

    /// <summary>May it sleep (<c>….s</c>)?</summary>
    public bool IsSleepable { get; init; }

    /// <summary>Is it not a program but a function that programs call, with the arguments of its BTF signature?</summary>
    /// <remarks>The verifier proves such a function by itself; engines run programs only.</remarks>
    public bool IsFunction { get; init; }

    /// <summary>Its name, the entry function's.</summary>
    public string Name => Function.Name;

    /// <summary>Its section's name, without the leading <c>?</c>.</summary>
    public string Section => Function.Section.TrimStart('?');

    /// <summary>Does its section leave its type to whoever runs it?</summary>
    /// <remarks>The published programs of UniBPF all lie in <c>bpffilter</c>, whichever element runs them.</remarks>
    public bool HasOpenType => Type == ProgramType.Unspecified || Section == SectionNames.Open;

    /// <inheritdoc/>
    public override string ToString() => $"{Section}/{Name}";
}
