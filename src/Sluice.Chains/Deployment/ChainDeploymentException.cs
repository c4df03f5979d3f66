namespace Sluice.Chains.Deployment;

/// <summary>Chains that cannot be deployed as asked. What ran before runs on.</summary>
public sealed class ChainDeploymentException(string message) : Exception(message);
