namespace Sluice.Click.Classification;

/// <summary>How a decision test compares the masked word with its value.</summary>
public enum TestKind : byte
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Greater than or equal, as unsigned numbers in network order.</summary>
    AtLeast,

    /// <summary>Less than or equal, as unsigned numbers in network order.</summary>
    AtMost,
}
