namespace Sluice.Chains.Deployment;

/// <summary>What a deployment came to.</summary>
/// <param name="Tier">The tier that packets run through.</param>
/// <param name="Live">How long it took until packets ran through the new chains.</param>
/// <param name="Refusal">Why the kernel did not take the compiled tier, if that was to be; else empty.</param>
/// <param name="IsPatched">Was nothing loaded, because the VM only needed new words?</param>
public sealed record DeploymentResult(ChainTier Tier, TimeSpan Live, string Refusal = "", bool IsPatched = false);
