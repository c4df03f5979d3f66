namespace Sluice.Chains.Code.Lowering;

/// <summary>Takes from the packet's budget what the block that begins here costs: a budget that is spent is a fault.</summary>
/// <param name="Cost">The price, of <see cref="ChainBudget"/>.</param>
sealed record ChargeOperation(int Cost) : ChainOperation;
