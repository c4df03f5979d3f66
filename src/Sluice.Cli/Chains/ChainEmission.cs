namespace Sluice.Cli.Chains;

/// <summary>What <c>sluice chain build</c> makes of a script.</summary>
enum ChainEmission
{
    /// <summary>An eBPF object: loaders, functions and chains as native code.</summary>
    Bpf,

    /// <summary>The script's structure.</summary>
    Ast,

    /// <summary>Intermediate code.</summary>
    Code,

    /// <summary>Bytecode of the HIKe machine.</summary>
    Bytecode,

    /// <summary>A graph for Graphviz.</summary>
    Graph,
}
