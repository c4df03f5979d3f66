using System.Collections.Immutable;
using Sluice.Chains.Code.Lowering;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Bytecode;

/// <summary>Turns accesses to maps into calls of functions that make them: the machine knows no maps.</summary>
/// <remarks>What is constant at the place of access is part of the function; up to four other values are arguments, and
/// further ones wait in the last words of the shared memory. Accesses that differ in nothing else share a function.</remarks>
sealed class MapLowering(ChainUnit unit)
{
    const int WordSize = 8;

    readonly Dictionary<string, MapAccessor> _accessors = new(StringComparer.Ordinal);

    /// <summary>The functions made so far.</summary>
    public ImmutableArray<MapAccessor> Accessors => [.. _accessors.Values];

    /// <summary>The chain without accesses to maps.</summary>
    public ChainFunction Lower(ChainFunction chain) => chain with
    {
        Blocks = [.. chain.Blocks.Select(block => block with { Operations = [.. block.Operations.SelectMany(Lower)] })],
    };

    IEnumerable<ChainOperation> Lower(ChainOperation operation) => (operation switch
    {
        // Two results are two questions.
        MapLookupOperation { Found: >= 0 } lookup => Access(lookup with { Destination = -1 }, lookup.Found)
            .Concat(lookup.Destination < 0 ? [] : Access(lookup with { Found = -1 }, lookup.Destination)),
        MapLookupOperation { Destination: < 0 } => [],
        MapLookupOperation lookup => Access(lookup, lookup.Destination),
        MapStoreOperation store => Access(store, store.Destination),
        MapDeleteOperation delete => Access(delete, delete.Destination),
        _ => [operation],
    }).Select(lowered => lowered with { Place = operation.Place });

    IEnumerable<ChainOperation> Access(ChainOperation access, int destination)
    {
        var values = OperationShape.Reads(access).Where(operand => !operand.IsConstant).Distinct().ToList();
        var code = Body(access, values);
        var key = Text.ChainPrinter.Print(code.Blocks[0].Operations[^1]);
        if (!_accessors.TryGetValue(key, out var accessor))
        {
            var map = MapOf(access);
            var name = $"{map.Name}_{_accessors.Count}";
            var bits = Enumerable.Repeat(64, code.ParameterCount);
            accessor = new(new(MapAccessor.Package, name, [.. bits], FunctionOutcome.Value), code with { Name = $"access_{name}" }, map);
            _accessors.Add(key, accessor);
        }

        for (var at = FunctionReference.MaxParameters; at < values.Count; at++)
            yield return new SharedStoreOperation(WaitingPlace(at), WordSize, values[at]);
        yield return new CallFunctionOperation(destination, accessor.Reference.FullName, [.. values.Take(FunctionReference.MaxParameters)]);
    }

    // The access with its values in the first registers, and its one result behind them.
    static ChainFunction Body(ChainOperation access, List<Operand> values)
    {
        var result = values.Count;
        var operations = ImmutableArray.CreateBuilder<ChainOperation>();
        for (var at = FunctionReference.MaxParameters; at < values.Count; at++)
            operations.Add(new SharedLoadOperation(at, WaitingPlace(at), WordSize));
        var moved = OperandRewriter.Rewrite(access, operand => operand.IsConstant ? operand : Operand.Of(values.IndexOf(operand)));
        operations.Add((moved switch
        {
            MapLookupOperation { Found: >= 0 } lookup => lookup with { Found = result },
            MapLookupOperation lookup => lookup with { Destination = result },
            MapStoreOperation store => store with { Destination = result },
            MapDeleteOperation delete => delete with { Destination = result },
            _ => moved,
        }) with
        { Place = null });
        return new()
        {
            Name = "",
            ParameterCount = Math.Min(values.Count, FunctionReference.MaxParameters),
            RegisterCount = values.Count + 1,
            Blocks = [new("start", operations.ToImmutable(), new ReturnTerminator(Operand.Of(result)))],
        };
    }

    MapReference MapOf(ChainOperation access) => unit.FindMap(access switch
    {
        MapLookupOperation lookup => lookup.Map,
        MapStoreOperation store => store.Map,
        MapDeleteOperation delete => delete.Map,
        _ => throw new ArgumentException($"found {access.GetType().Name}, expected an access to a map", nameof(access)),
    })!;

    static int WaitingPlace(int value) => SharedMemory.Size - (WordSize * (value - FunctionReference.MaxParameters + 1));
}
