namespace Sluice.Chains.Code;

/// <summary>What a function gives to the chain that calls it.</summary>
public enum FunctionOutcome : byte
{
    /// <summary>A value, or a final verdict that ends the chain.</summary>
    Either,

    /// <summary>Always a value.</summary>
    Value,

    /// <summary>Always a final verdict: what follows the call is never executed.</summary>
    Verdict,
}
