using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>A function of the kernel (kfunc) that programs call by name. Its signature is in the object that declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">What it demands and does.</param>
public sealed record KernelFunction(string Name, KernelFunctionFlags Flags)
{
    /// <summary>The program types that may call it.</summary>
    public ProgramTypeSet Programs { get; init; } = ProgramTypes.All;

    /// <summary>The names of its parameters, where their endings say what they are (Documentation/bpf/kfuncs.rst); else empty.</summary>
    /// <remarks>Compilers leave the names out of declarations.</remarks>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>Does it have this flag?</summary>
    public bool Has(KernelFunctionFlags flag) => (Flags & flag) != 0;
}
