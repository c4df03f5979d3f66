using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Code.Native;

/// <summary>The native functions of a unit's chains.</summary>
/// <param name="Functions">The functions and their types. Their relocations name each other, functions and maps of
/// packages, <see cref="NativeNames.SharedMap"/> and <see cref="Machine.ChainCounters.Map"/>.</param>
/// <param name="Maps">The maps that they bring, all of them shared with objects that have them too.</param>
/// <param name="Counted">The functions whose runs are counted: their full names, by their numbers.</param>
public sealed record NativeCode(
    ImmutableArray<(FunctionSpec Function, BtfFunctionPrototype Prototype)> Functions, ImmutableArray<MapSpec> Maps,
    ImmutableArray<string> Counted);
