namespace Sluice.Kernel.Links;

/// <summary>Where on its way through an interface a packet meets programs.</summary>
/// <remarks>A packet that comes in meets XDP, TCX, clsact in this order; one that goes out TCX, clsact.</remarks>
public enum InterfaceHook
{
    /// <summary>XDP.</summary>
    Xdp,

    /// <summary>TCX, packets that come in (Linux 6.6).</summary>
    TcxIngress,

    /// <summary>Filters of a clsact discipline, packets that come in.</summary>
    TcIngress,

    /// <summary>TCX, packets that go out (Linux 6.6).</summary>
    TcxEgress,

    /// <summary>Filters of a clsact discipline, packets that go out.</summary>
    TcEgress,
}
