using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Lowering;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Functions;

namespace Sluice.Chains.Deployment;

/// <summary>Makes one object of a script: its chains as native functions, the functions they call, and its loaders.</summary>
public static class ChainComposer
{
    // Instructions that all copies of a function may have together.
    const int MostCopied = 1024;

    static readonly (bool IsInlined, bool IsBounded)[] s_forms = [(true, false), (true, true), (false, false), (false, true)];

    /// <summary>Composes a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="packages">Where functions and loaders are.</param>
    /// <param name="ids">The numbers of its chains, 1 to 255; null to number them in order.</param>
    /// <param name="isInlined">Put functions in the place of their calls? Quicker to run, and harder on verifiers.</param>
    /// <param name="counting">What its chains count.</param>
    /// <param name="isBounded">Are loops for verifiers that do not know may_goto (before Linux 6.9)?</param>
    /// <exception cref="ChainCodeException">A chain cannot be expressed in native code, or something that it names does not exist.</exception>
    /// <exception cref="BpfComposeException">Objects of packages do not fit together.</exception>
    public static ChainObject Compose(
        ChainUnit unit, PackageCatalogue packages, IReadOnlyDictionary<string, uint>? ids = null, bool isInlined = true,
        ChainCounting counting = ChainCounting.Faults, bool isBounded = false)
    {
        var parts = new ChainParts(unit, packages, ids);
        if (unit.Chains.SelectMany(chain => chain.Blocks).SelectMany(block => block.Operations).Any(TouchesTransport))
            parts.Symbol(PacketLowering.Transport);
        var code = NativeGenerator.Generate(unit, parts.Ids, parts.Names, counting, isBounded);
        parts.AddLoaders(parts.ReadsState || code.Functions.Any(function => ChainParts.RefersToState(function.Function)));
        foreach (var map in code.Maps)
            parts.Composer.AddMap(map, isShared: true);
        foreach (var (function, prototype) in code.Functions)
            parts.Composer.AddFunction(function, prototype);
        var chains = parts.Build() with { Counted = code.Counted };
        return isInlined ? chains with { Object = FunctionInliner.Inline(chains.Object, IsInlined) } : chains;
    }

    /// <summary>Composes a unit in all forms that there are, the quickest first: a kernel's verifier may find one too much that takes another.</summary>
    /// <remarks>With functions in the place of their calls or apart; with loops of which it takes one round for all, or, as kernels before
    /// 6.9 need it and loops of few rounds like it better, with a bound.</remarks>
    /// <param name="unit">The unit.</param>
    /// <param name="packages">Where functions and loaders are.</param>
    /// <param name="ids">The numbers of its chains, 1 to 255; null to number them in order.</param>
    /// <param name="counting">What its chains count.</param>
    /// <exception cref="ChainCodeException">A chain cannot be expressed in native code, or something that it names does not exist.</exception>
    /// <exception cref="BpfComposeException">Objects of packages do not fit together.</exception>
    public static IEnumerable<ChainObject> ComposeForms(
        ChainUnit unit, PackageCatalogue packages, IReadOnlyDictionary<string, uint>? ids = null, ChainCounting counting = ChainCounting.Faults) =>
        s_forms.Where(form => !form.IsBounded || ChainBudget.MayBeSpent(unit))
            .Select(form => Compose(unit, packages, ids, form.IsInlined, counting, form.IsBounded));

    // Not what hardly ever runs, nor what the headers keep apart because of its loop (weak functions).
    static bool IsInlined(FunctionSpec function, int sites) =>
        function.Name != NativeNames.Fault && !function.IsWeak && (sites == 1 || function.Instructions.Length * sites <= MostCopied);

    static bool TouchesTransport(ChainOperation operation) => operation is PacketLoadOperation { Source.Layer: PacketLayer.Transport }
        or PacketStoreOperation { Target.Layer: PacketLayer.Transport } or HeaderTestOperation { Layer: PacketLayer.Transport }
        or HeaderRequireOperation { Layer: PacketLayer.Transport };
}
