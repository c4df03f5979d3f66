namespace Sluice.Chains.Code.Text;

/// <summary>How operators and layers are written in intermediate code.</summary>
static class OperatorSpelling
{
    public static readonly (BinaryOperator Operator, string Text)[] Binary =
    [
        (BinaryOperator.Add, "+"), (BinaryOperator.Subtract, "-"), (BinaryOperator.Multiply, "*"), (BinaryOperator.Divide, "/"),
        (BinaryOperator.SignedDivide, "s/"), (BinaryOperator.Modulo, "%"), (BinaryOperator.SignedModulo, "s%"),
        (BinaryOperator.And, "&"), (BinaryOperator.Or, "|"), (BinaryOperator.Xor, "^"), (BinaryOperator.ShiftLeft, "<<"),
        (BinaryOperator.ShiftRight, ">>"), (BinaryOperator.ArithmeticShiftRight, "s>>"),
    ];

    public static readonly (Comparison Comparison, string Text)[] Comparisons =
    [
        (Comparison.Equal, "=="), (Comparison.NotEqual, "!="), (Comparison.Less, "<"), (Comparison.LessOrEqual, "<="),
        (Comparison.Greater, ">"), (Comparison.GreaterOrEqual, ">="), (Comparison.SignedLess, "s<"),
        (Comparison.SignedLessOrEqual, "s<="), (Comparison.SignedGreater, "s>"), (Comparison.SignedGreaterOrEqual, "s>="),
        (Comparison.AnyBit, "has"),
    ];

    public static readonly (UnaryOperator Operator, string Text)[] Unary =
    [
        (UnaryOperator.Negate, "-"), (UnaryOperator.Complement, "~"), (UnaryOperator.Swap16, "swap16"),
        (UnaryOperator.Swap32, "swap32"), (UnaryOperator.Swap64, "swap64"),
    ];

    public static readonly (PacketLayer Layer, string Text)[] Layers =
    [
        (PacketLayer.Start, "packet"), (PacketLayer.Mac, "mac"), (PacketLayer.Network, "network"),
        (PacketLayer.Transport, "transport"), (PacketLayer.Payload, "payload"),
    ];

    public static readonly (FunctionOutcome Outcome, string Text)[] Outcomes =
        [(FunctionOutcome.Either, "either"), (FunctionOutcome.Value, "value"), (FunctionOutcome.Verdict, "verdict")];

    public static readonly (FaultCause Cause, string Text)[] Causes =
    [
        (FaultCause.NoVerdict, "no_verdict"), (FaultCause.Packet, "packet"), (FaultCause.Budget, "budget"),
        (FaultCause.Nesting, "nesting"), (FaultCause.Memory, "memory"), (FaultCause.Instruction, "instruction"),
        (FaultCause.UnknownChain, "unknown_chain"), (FaultCause.UnknownFunction, "unknown_function"),
    ];

    public static readonly (int Action, string Text)[] Verdicts = [(0, "aborted"), (1, "drop"), (2, "pass"), (3, "tx"), (4, "redirect")];

    /// <summary>The word for a value of a table.</summary>
    public static string Of<T>((T Value, string Text)[] table, T value)
        where T : struct => Array.Find(table, row => row.Value.Equals(value)).Text;

    /// <summary>The value for a word of a table, or null.</summary>
    public static T? Find<T>((T Value, string Text)[] table, string text)
        where T : struct
    {
        var at = Array.FindIndex(table, row => row.Text == text);
        return at < 0 ? null : table[at].Value;
    }
}
