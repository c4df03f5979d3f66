namespace Sluice.Chains.Deployment;

/// <summary>How far a change of a deployment has come: what the next one finds if a process was killed meanwhile.</summary>
public enum DeploymentState
{
    /// <summary>Nothing changes.</summary>
    Running,

    /// <summary>Its loaders are being attached. With all of them there it runs; with fewer it goes.</summary>
    Attaching,

    /// <summary>Its programs are being replaced: each is the old one or the new one, and the next replacement is of all.</summary>
    Replacing,

    /// <summary>It is being detached, and goes.</summary>
    Detaching,
}
