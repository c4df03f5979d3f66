namespace Sluice.Cli.Execution;

/// <summary>What a capture is run on.</summary>
enum EngineKind
{
    /// <summary>The engine in process.</summary>
    Process,

    /// <summary>The running kernel.</summary>
    Kernel,
}
