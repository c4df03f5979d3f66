namespace Sluice.Cli.Kernel;

/// <summary>Hooks as the command line names them.</summary>
enum AttachHook
{
    /// <summary>The program's own, or all.</summary>
    Any,

    /// <summary>XDP.</summary>
    Xdp,

    /// <summary>TCX, packets that come in.</summary>
    TcxIngress,

    /// <summary>TCX, packets that go out.</summary>
    TcxEgress,

    /// <summary>A filter of a clsact discipline, packets that come in.</summary>
    TcIngress,

    /// <summary>A filter of a clsact discipline, packets that go out.</summary>
    TcEgress,
}
