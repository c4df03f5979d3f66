namespace Sluice.Chains.Deployment;

/// <summary>A program that another has taken the place of.</summary>
public interface IReplacedProgram : IDisposable
{
    /// <summary>Puts it back.</summary>
    void Restore();
}
