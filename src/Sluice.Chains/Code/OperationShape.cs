using System.Collections.Immutable;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code;

/// <summary>Which registers operations read and write: what analyses and generators ask of all kinds alike.</summary>
static class OperationShape
{
    /// <summary>The operands that an operation reads.</summary>
    public static IEnumerable<Operand> Reads(ChainOperation operation) => operation switch
    {
        MoveOperation move => [move.Source],
        BinaryOperation binary => [binary.Left, binary.Right],
        UnaryOperation unary => [unary.Source],
        ExtendOperation extend => [extend.Source],
        CompareOperation compare => [compare.Left, compare.Right],
        PacketLoadOperation load => [load.Source.Index],
        PacketStoreOperation store => [store.Target.Index, store.Value],
        SharedStoreOperation store => [store.Value],
        GuardOperation guard => [guard.Left, guard.Right],
        MemoryLoadOperation load => [Operand.Of(load.Base)],
        MemoryStoreOperation store => [Operand.Of(store.Base), store.Value],
        CallFunctionOperation call => call.Arguments,
        CallChainOperation call => call.Arguments,
        MapLookupOperation lookup => Values(lookup.Key),
        MapStoreOperation store => Values(store.Key).Concat(Values(store.Fields)),
        MapDeleteOperation delete => Values(delete.Key),
        _ => [],
    };

    /// <summary>The operands that a terminator reads.</summary>
    public static IEnumerable<Operand> Reads(ChainTerminator terminator) => terminator switch
    {
        BranchTerminator branch => [branch.Left, branch.Right],
        ReturnTerminator @return => [@return.Value],
        _ => [],
    };

    /// <summary>The registers that an operation writes.</summary>
    public static IEnumerable<int> Writes(ChainOperation operation)
    {
        var (first, second) = operation switch
        {
            MoveOperation move => (move.Destination, -1),
            BinaryOperation binary => (binary.Destination, -1),
            UnaryOperation unary => (unary.Destination, -1),
            ExtendOperation extend => (extend.Destination, -1),
            CompareOperation compare => (compare.Destination, -1),
            PacketLoadOperation load => (load.Destination, -1),
            PacketLengthOperation length => (length.Destination, -1),
            HeaderTestOperation test => (test.Destination, -1),
            SharedLoadOperation load => (load.Destination, -1),
            SharedPointerOperation pointer => (pointer.Destination, -1),
            ContextLoadOperation load => (load.Destination, -1),
            MemoryLoadOperation load => (load.Destination, -1),
            CallFunctionOperation call => (call.Destination, -1),
            CallChainOperation call => (call.Destination, -1),
            MapLookupOperation lookup => (lookup.Destination, lookup.Found),
            MapStoreOperation store => (store.Destination, -1),
            MapDeleteOperation delete => (delete.Destination, -1),
            _ => (-1, -1),
        };
        if (first >= 0)
            yield return first;
        if (second >= 0)
            yield return second;
    }

    /// <summary>The blocks that may follow.</summary>
    public static ImmutableArray<int> Successors(ChainTerminator terminator) => terminator switch
    {
        JumpTerminator jump => [jump.Target],
        BranchTerminator branch => branch.Then == branch.Else ? [branch.Then] : [branch.Then, branch.Else],
        _ => [],
    };

    static IEnumerable<Operand> Values(ImmutableArray<FieldValue> fields) => fields.Select(field => field.Value);
}
