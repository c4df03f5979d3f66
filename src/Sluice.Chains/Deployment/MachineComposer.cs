using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Deployment;

/// <summary>Makes of a script an object with the HIKe VM in it, and chain code for that VM.</summary>
public static class MachineComposer
{
    /// <summary>The VM's object for kernels from 6.9, whose verifier knows <c>may_goto</c>.</summary>
    public const string Endless = "vm";

    /// <summary>The VM's object for older kernels.</summary>
    public const string Bounded = "vm-bounded";

    const int MostStraight = 16;

    /// <summary>Composes a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="packages">Where functions and loaders are.</param>
    /// <param name="machine"><see cref="Endless"/> or <see cref="Bounded"/>.</param>
    /// <param name="ids">The numbers of its chains, 1 to 255; null to number them in order.</param>
    /// <param name="isInlined">Put functions in the place of the VM's calls? Quicker to run, and harder on verifiers.</param>
    /// <exception cref="ChainCodeException">A chain cannot be expressed in bytecode, or something that it names does not exist.</exception>
    /// <exception cref="WordCodeException">The VM refuses a chain.</exception>
    /// <exception cref="BpfComposeException">Objects of packages do not fit together.</exception>
    public static MachineObject Compose(
        ChainUnit unit, PackageCatalogue packages, string machine = Endless, IReadOnlyDictionary<string, uint>? ids = null, bool isInlined = true)
    {
        var parts = new ChainParts(unit, packages, ids);
        var numbers = new Dictionary<string, uint>(StringComparer.Ordinal);
        var bytecode = BytecodeGenerator.Generate(unit, parts.Ids, function => numbers[function.FullName] = (uint)numbers.Count);
        foreach (var (function, prototype) in NativeGenerator.Accessors(unit, bytecode.Accessors, parts.Names))
            parts.Composer.AddFunction(function, prototype);
        parts.Composer.AddFunction(NativeGenerator.Fault(out var type), type);
        var functions = bytecode.Functions.OrderBy(function => numbers[function.FullName])
            .Select(function => new DispatchedFunction(SymbolOf(function), function.ParameterBits, IsValue(function))).ToImmutableArray();
        parts.Composer.Add(FunctionDispatch.Connect(ReadMachine(machine), functions), new() { Shared = ChainParts.Shared });
        parts.AddLoaders(readsState: true);
        var elements = new ElementNumbers(number => number < functions.Length ? (int)number : null, chain => chain & ~ElementCalls.ChainBit);
        var chains = parts.Build();
        if (isInlined && machine == Endless)
            chains = chains with { Object = Inline(chains.Object, functions.Select(function => function.Symbol).ToHashSet(StringComparer.Ordinal)) };
        return new(chains, bytecode, [.. bytecode.Chains.Select(chain => WordCompiler.Compile(
            parts.Ids[chain.Name], chain.Name, chain.Instructions.AsSpan(), chain.ParameterCount, elements, chain.Charges))]);

        string SymbolOf(FunctionReference function) => function.Package == MapAccessor.Package
            ? NativeNames.Chain(bytecode.Accessors.First(accessor => accessor.Reference == function).Code.Name)
            : parts.Symbol(function);
    }

    /// <summary>Puts the VM in the place of the loader's call, and functions of a few instructions in the place of the VM's calls.</summary>
    /// <remarks>Larger ones stay functions: verifiers would walk through each of their paths again for each way around the VM's
    /// loop.</remarks>
    /// <param name="composed">An object with <see cref="Endless"/>.</param>
    /// <param name="functions">The symbols of the functions that the VM calls.</param>
    public static BpfObject Inline(BpfObject composed, IReadOnlySet<string> functions) => FunctionInliner.Inline(composed,
        (function, sites) => functions.Contains(function.Name) ? IsStraight(function) : sites == 1 && !function.IsWeak);

    // What is generated gives no verdict, and need not be asked.
    static bool IsValue(FunctionReference function) => function.Outcome == FunctionOutcome.Value && !InnerFunctions.Contains(function.FullName);

    static bool IsStraight(FunctionSpec function) => function.Instructions.Length <= MostStraight && function.Relocations.IsEmpty
        && function.Instructions.All(instruction => InstructionSet.Find(instruction) is not { IsJump: true } and not { Operation: Operation.CallHelper });

    /// <summary>The VM's object.</summary>
    /// <param name="machine"><see cref="Endless"/> or <see cref="Bounded"/>.</param>
    public static BpfObject ReadMachine(string machine)
    {
        var name = $"vm/{machine}.bpf.o";
        using var stream = typeof(MachineComposer).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"found no VM '{machine}', expected '{Endless}' or '{Bounded}'", nameof(machine));
        var image = new byte[stream.Length];
        stream.ReadExactly(image);
        return BpfObject.Read(image, name);
    }
}
