namespace Sluice.Cli.Execution;

/// <summary>What is shown of an entry that has a value for each CPU.</summary>
enum CpuView
{
    /// <summary>The sum, and all values.</summary>
    SumAndAll,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>All values.</summary>
    All,
}
