namespace Sluice.Kernel.Links;

/// <summary>Which way packets go that a filter of an interface sees.</summary>
public enum TcDirection
{
    /// <summary>Those that come in.</summary>
    Ingress,

    /// <summary>Those that go out.</summary>
    Egress,
}
