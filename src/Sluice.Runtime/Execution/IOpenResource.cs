namespace Sluice.Runtime.Execution;

/// <summary>Who gave a program something that it must give back.</summary>
public interface IOpenResource
{
    /// <summary>Takes back what a program left open at <paramref name="address"/>: discards a record, releases a lock.</summary>
    void Abandon(ulong address);
}
