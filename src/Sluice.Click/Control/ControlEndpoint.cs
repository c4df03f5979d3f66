using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Click.Control;

/// <summary>Where a control socket is: a UNIX socket's path, or a TCP port.</summary>
/// <param name="Path">The path; null for TCP.</param>
/// <param name="Address">The address for TCP.</param>
/// <param name="Port">The TCP port; 0 to let the system choose one.</param>
public sealed record ControlEndpoint(string? Path, IPAddress Address, int Port)
{
    /// <summary>A UNIX socket.</summary>
    public static ControlEndpoint Unix(string path) => new(path, IPAddress.None, 0);

    /// <summary>A TCP port.</summary>
    /// <param name="port">The port.</param>
    /// <param name="onlyLocal">Only for this machine?</param>
    public static ControlEndpoint Tcp(int port, bool onlyLocal) => new(null, onlyLocal ? IPAddress.Loopback : IPAddress.Any, port);

    /// <summary>A path, or a port of this machine, as a command line names it.</summary>
    public static ControlEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? Tcp(port, onlyLocal: true) : Unix(text);
    }

    /// <summary>Path or port, for messages.</summary>
    public override string ToString() => Path ?? $"port {Port}";

    internal Socket CreateSocket() => Path is null
        ? new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
        : new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal EndPoint ToEndPoint() => Path is null ? new IPEndPoint(Address, Port) : new UnixDomainSocketEndPoint(Path);
}
