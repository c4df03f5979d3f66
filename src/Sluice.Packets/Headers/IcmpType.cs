namespace Sluice.Packets;

/// <summary>ICMP message types (RFC 792).</summary>
public enum IcmpType : byte
{
    /// <summary>Answer to an echo.</summary>
    EchoReply = 0,

    /// <summary>Destination unreachable; the code says why.</summary>
    DestinationUnreachable = 3,

    /// <summary>Redirect to a better router.</summary>
    Redirect = 5,

    /// <summary>Ping.</summary>
    Echo = 8,

    /// <summary>Time to live or reassembly time exceeded.</summary>
    TimeExceeded = 11,

    /// <summary>A header field is wrong.</summary>
    ParameterProblem = 12,
}
