using System.Net;
using System.Net.Sockets;
using Sluice.Click.Routing;

namespace Sluice.Click.Control;

/// <summary>Lets other programs call the handlers of a router, by Click's control protocol, version 1.3.</summary>
/// <remarks>Clients are served by threads of their own; handlers run between two tasks of the router, as always. A hot swap leaves
/// clients connected: they find the new router.</remarks>
public sealed class ControlServer : IDisposable
{
    const int MostClients = 64;

    readonly Socket _listener;
    readonly ControlEndpoint _endpoint;
    readonly Func<RouterDriver?> _driver;
    readonly HashSet<Socket> _clients = [];
    volatile bool _isClosed;

    /// <summary>Begins to listen.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="driver">The driver whose router's handlers are called; null while there is none.</param>
    /// <param name="isReadOnly">May nothing be written?</param>
    /// <exception cref="IOException">The place cannot be listened at: taken, or not allowed.</exception>
    public ControlServer(ControlEndpoint endpoint, Func<RouterDriver?> driver, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(driver);
        (_endpoint, _driver, IsReadOnly) = (endpoint, driver, isReadOnly);
        _listener = endpoint.CreateSocket();
        try
        {
            RemoveLeftOver();
            if (endpoint.Path is null)
                _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(endpoint.ToEndPoint());
            _listener.Listen();
        }
        catch (SocketException error)
        {
            _listener.Dispose();
            var folder = Path.GetDirectoryName(Path.GetFullPath(endpoint.Path ?? "."));
            throw new IOException($"control socket {endpoint}: {(endpoint.Path is null || Directory.Exists(folder) ? error.Message : $"found no folder '{folder}'")}", error);
        }

        new Thread(Accept) { Name = "control socket", IsBackground = true }.Start();
    }

    /// <summary>May nothing be written?</summary>
    public bool IsReadOnly { get; }

    /// <summary>Called for every client that comes or goes, with words for it; null for nobody.</summary>
    public Action<string>? Report { get; set; }

    /// <summary>The TCP port that is listened at; 0 for a UNIX socket.</summary>
    public int Port => (_listener.LocalEndPoint as IPEndPoint)?.Port ?? 0;

    /// <summary>Closes the socket and all connections.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _listener.Dispose();
        lock (_clients)
        {
            foreach (var client in _clients)
                client.Dispose();
        }

        if (_endpoint.Path is { } path)
            File.Delete(path);
    }

    // A socket file that nobody listens at was left by a process that was killed.
    void RemoveLeftOver()
    {
        if (_endpoint.Path is not { } path || !File.Exists(path))
            return;
        using var probe = _endpoint.CreateSocket();
        try
        {
            probe.Connect(_endpoint.ToEndPoint());
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
        catch (SocketException)
        {
            // Whatever is there, binding says what is wrong.
        }
    }

    void Accept()
    {
        while (!_isClosed)
        {
            Socket client;
            try
            {
                client = _listener.Accept();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                if (_isClosed)
                    return;
                continue;
            }

            lock (_clients)
            {
                if (_isClosed || _clients.Count >= MostClients)
                {
                    client.Dispose();
                    continue;
                }

                _clients.Add(client);
            }

            new Thread(() => Serve(client)) { Name = "control client", IsBackground = true }.Start();
        }
    }

    void Serve(Socket client)
    {
        Report?.Invoke("opened a connection");
        try
        {
            using NetworkStream stream = new(client, ownsSocket: false);
            using BufferedStream input = new(stream, 1 << 14);
            new ControlSession(stream, input, _driver, IsReadOnly).Run();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The client is gone, or the server is closed.
        }
        finally
        {
            lock (_clients)
                _clients.Remove(client);
            client.Dispose();
            Report?.Invoke("closed a connection");
        }
    }
}
