using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Click.Control;

/// <summary>Calls handlers of a router in another process, by Click's control protocol; also of Click itself.</summary>
public sealed class ControlClient : IDisposable
{
    const string Greeting = "Click::ControlSocket/1.";

    readonly Socket _socket;
    readonly NetworkStream _stream;
    readonly BufferedStream _input;

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens there, or it speaks another protocol.</exception>
    public ControlClient(ControlEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _socket = endpoint.CreateSocket();
        try
        {
            _socket.Connect(endpoint.ToEndPoint());
            _stream = new(_socket, ownsSocket: true);
            _input = new(_stream, 1 << 14);
            var greeting = ReadLine();
            if (!greeting.StartsWith(Greeting, StringComparison.Ordinal))
                throw new IOException($"control socket {endpoint}: found `{greeting}`, expected `{Greeting}3`");
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            // What .NET makes of ENOENT says nothing about files.
            var reason = endpoint.Path is { } path && !File.Exists(path) ? "found no such socket" : error.Message;
            throw new IOException($"control socket {endpoint}: {reason}: is the router running with --socket {endpoint.Path ?? endpoint.Port.ToString(CultureInfo.InvariantCulture)}?", error);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads a handler.</summary>
    /// <exception cref="ControlException">It cannot be read.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public string Read(string handler, string parameters = "")
    {
        var bytes = Encoding.UTF8.GetBytes(parameters);
        Send(bytes.Length == 0 ? $"READ {handler}\r\n" : $"READDATA {handler} {bytes.Length}\r\n", bytes);
        Answer();
        var data = ReadLine();
        if (!data.StartsWith("DATA ", StringComparison.Ordinal) || !int.TryParse(data.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw new IOException($"control socket: found `{data}`, expected `DATA LENGTH`");
        var text = new byte[length];
        _input.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Writes to a handler.</summary>
    /// <exception cref="ControlException">It cannot be written to, or the value is wrong.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public void Write(string handler, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Send($"WRITEDATA {handler} {bytes.Length}\r\n", bytes);
        Answer();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    void Send(string command, byte[] data) => _stream.Write([.. Encoding.UTF8.GetBytes(command), .. data]);

    void Answer()
    {
        List<string> lines = [];
        string line;
        do
        {
            line = ReadLine();
            if (line.Length < 4 || !line[..3].All(char.IsAsciiDigit))
                throw new IOException($"control socket: found `{line}`, expected a code and a message");
            lines.Add(line[4..]);
        }
        while (line[3] == '-');
        var code = int.Parse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        if (code / 100 != 2)
            throw new ControlException((ControlCode)code, string.Join('\n', lines));
    }

    string ReadLine()
    {
        List<byte> line = [];
        for (var letter = _input.ReadByte(); letter != '\n'; letter = _input.ReadByte())
        {
            if (letter < 0)
                throw new IOException("control socket: the router closed the connection");
            line.Add((byte)letter);
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
