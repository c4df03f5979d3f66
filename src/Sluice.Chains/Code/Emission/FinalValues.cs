using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Emission;

/// <summary>Values that would be read as a final verdict: bpf/include/sluice/verdict.h.</summary>
/// <remarks>Wherever a chain gets one, from a chain or from a map, it loses its highest bit, as sluice_value of that header does it.</remarks>
static class FinalValues
{
    const long Upper = Native.NativeEmitter.Final >> 8;

    /// <summary>Can an operand never be read as a final verdict?</summary>
    public static bool IsSurelyNone(ChainFunction chain, Operand value)
    {
        if (value.IsConstant)
            return value.Constant >> 8 != Upper;
        return value.Register >= chain.ParameterCount && chain.Blocks.SelectMany(block => block.Operations)
            .Where(operation => OperationShape.Writes(operation).Contains(value.Register)).All(operation => operation switch
            {
                MoveOperation { Source.IsConstant: true } move => move.Source.Constant >> 8 != Upper,
                ExtendOperation or CompareOperation or MapLookupOperation => true,
                MemoryLoadOperation load => load.Size < sizeof(long),
                UnaryOperation unary => unary.Operator is UnaryOperator.Swap16 or UnaryOperator.Swap32,
                _ => false,
            });
    }

    /// <summary>Operations that make such a value in a register one that is none. They take two registers more.</summary>
    /// <param name="register">The register.</param>
    /// <param name="free">The first of two that nobody uses.</param>
    public static IEnumerable<ChainOperation> Clear(int register, int free) =>
    [
        new BinaryOperation(free, BinaryOperator.ShiftRight, Operand.Of(register), Operand.Value(8)),
        new CompareOperation(free + 1, Comparison.Equal, Operand.Of(free), Operand.Value(Upper & (long.MaxValue >> 7))),
        new BinaryOperation(free + 1, BinaryOperator.ShiftLeft, Operand.Of(free + 1), Operand.Value(63)),
        new BinaryOperation(register, BinaryOperator.Xor, Operand.Of(register), Operand.Of(free + 1)),
    ];
}
