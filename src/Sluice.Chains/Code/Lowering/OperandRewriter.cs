using System.Collections.Immutable;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Puts other operands and registers into operations.</summary>
static class OperandRewriter
{
    /// <summary>The operation with each operand that it reads replaced.</summary>
    public static ChainOperation Rewrite(ChainOperation operation, Func<Operand, Operand> map) => operation switch
    {
        MoveOperation move => move with { Source = map(move.Source) },
        BinaryOperation binary => binary with { Left = map(binary.Left), Right = map(binary.Right) },
        UnaryOperation unary => unary with { Source = map(unary.Source) },
        ExtendOperation extend => extend with { Source = map(extend.Source) },
        CompareOperation compare => compare with { Left = map(compare.Left), Right = map(compare.Right) },
        GuardOperation guard => guard with { Left = map(guard.Left), Right = map(guard.Right) },
        PacketLoadOperation load => load with { Source = load.Source with { Index = map(load.Source.Index) } },
        PacketStoreOperation store =>
            store with { Target = store.Target with { Index = map(store.Target.Index) }, Value = map(store.Value) },
        SharedStoreOperation store => store with { Value = map(store.Value) },
        MemoryLoadOperation load => load with { Base = Register(map, load.Base) },
        MemoryStoreOperation store => store with { Base = Register(map, store.Base), Value = map(store.Value) },
        CallFunctionOperation call => call with { Arguments = All(call.Arguments, map) },
        CallChainOperation call => call with { Arguments = All(call.Arguments, map) },
        MapLookupOperation lookup => lookup with { Key = All(lookup.Key, map) },
        MapStoreOperation store => store with { Key = All(store.Key, map), Fields = All(store.Fields, map) },
        MapDeleteOperation delete => delete with { Key = All(delete.Key, map) },
        _ => operation,
    };

    /// <summary>The terminator with each operand that it reads replaced.</summary>
    public static ChainTerminator Rewrite(ChainTerminator terminator, Func<Operand, Operand> map) => terminator switch
    {
        BranchTerminator branch => branch with { Left = map(branch.Left), Right = map(branch.Right) },
        ReturnTerminator @return => @return with { Value = map(@return.Value) },
        _ => terminator,
    };

    /// <summary>The operation with each register that it writes replaced.</summary>
    public static ChainOperation RewriteResult(ChainOperation operation, Func<int, int> map) => operation switch
    {
        MoveOperation move => move with { Destination = map(move.Destination) },
        BinaryOperation binary => binary with { Destination = map(binary.Destination) },
        UnaryOperation unary => unary with { Destination = map(unary.Destination) },
        ExtendOperation extend => extend with { Destination = map(extend.Destination) },
        CompareOperation compare => compare with { Destination = map(compare.Destination) },
        PacketLoadOperation load => load with { Destination = map(load.Destination) },
        PacketLengthOperation length => length with { Destination = map(length.Destination) },
        HeaderTestOperation test => test with { Destination = map(test.Destination) },
        SharedLoadOperation load => load with { Destination = map(load.Destination) },
        SharedPointerOperation pointer => pointer with { Destination = map(pointer.Destination) },
        ContextLoadOperation load => load with { Destination = map(load.Destination) },
        MemoryLoadOperation load => load with { Destination = map(load.Destination) },
        CallFunctionOperation call => call with { Destination = map(call.Destination) },
        CallChainOperation call => call with { Destination = map(call.Destination) },
        MapLookupOperation lookup => lookup with { Destination = map(lookup.Destination), Found = map(lookup.Found) },
        MapStoreOperation store => store with { Destination = map(store.Destination) },
        MapDeleteOperation delete => delete with { Destination = map(delete.Destination) },
        _ => operation,
    };

    /// <summary>The terminator with other targets.</summary>
    public static ChainTerminator Retarget(ChainTerminator terminator, Func<int, int> map) => terminator switch
    {
        JumpTerminator jump => jump with { Target = map(jump.Target) },
        BranchTerminator branch => branch with { Then = map(branch.Then), Else = map(branch.Else) },
        _ => terminator,
    };

    // An address stays in a register.
    static int Register(Func<Operand, Operand> map, int register) =>
        map(Operand.Of(register)) is { IsConstant: false } other ? other.Register : register;

    static ImmutableArray<Operand> All(ImmutableArray<Operand> operands, Func<Operand, Operand> map) => [.. operands.Select(map)];

    static ImmutableArray<FieldValue> All(ImmutableArray<FieldValue> fields, Func<Operand, Operand> map) =>
        [.. fields.Select(field => field with { Value = map(field.Value) })];
}
