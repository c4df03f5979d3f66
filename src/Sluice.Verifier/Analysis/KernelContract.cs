using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier.Analysis;

/// <summary>What a kernel function takes and gives, as the program declares it.</summary>
/// <param name="Function">What the platform knows of it.</param>
/// <param name="Arguments">What it takes.</param>
/// <param name="Result">What it returns.</param>
sealed record KernelContract(KernelFunction Function, ImmutableArray<Arg> Arguments, BtfType Result)
{
    /// <summary>The function as something that is called.</summary>
    public Helper Prototype { get; } = new(-1, $"'{Function.Name}'", Returns.Scalar, Arguments) { Effects = Effects.TakesPacketMemory };
}
