using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Linking;

/// <summary>What a link may know about the machine that the program will run on.</summary>
public sealed record LinkOptions
{
    /// <summary>Nothing is known.</summary>
    public static LinkOptions None { get; } = new();

    /// <summary>
    /// The types of the machine, to which CO-RE relocations are applied; null leaves the instructions as they were
    /// compiled, which is right where the program runs against the types that it was built with.
    /// </summary>
    public BtfTypes? TargetTypes { get; init; }

    /// <summary>
    /// The types of the machine's modules, each built upon <see cref="TargetTypes"/>. They are asked where those have no type of
    /// the name that a CO-RE relocation is about; the sequence is not walked before.
    /// </summary>
    public IEnumerable<BtfTypes> ModuleTypes { get; init; } = [];

    /// <summary>
    /// Finds symbols of the kernel: addresses, and the ids of variables and functions. Null
    /// finds none.
    /// </summary>
    public IKernelSymbols? KernelSymbols { get; init; }
}
