using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Control;

/// <summary>One client's conversation: lines of commands, lines of answers that begin with a code, data where there is any.</summary>
/// <remarks>ControlSocket(n), "Server commands"; version 1.3 has READUNTIL and WRITEUNTIL.</remarks>
sealed class ControlSession(Stream stream, Stream input, Func<RouterDriver?> driver, bool isReadOnly)
{
    const string Banner = "Click::ControlSocket/1.3";
    const int LongestLine = 1 << 20;
    const int MostData = 64 << 20;

    static readonly Dictionary<string, Action<ControlSession, string[]>> s_commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["READ"] = (session, words) => session.Read(words, words.Length > 2 ? words[2] : ""),
        ["READDATA"] = (session, words) => session.WithData(words, data => session.Read(words, data, isData: true)),
        ["READUNTIL"] = (session, words) => session.Read(words, session.Until(words), isData: true),
        ["WRITE"] = (session, words) => session.Write(words, words.Length > 2 ? words[2] : ""),
        ["WRITEDATA"] = (session, words) => session.WithData(words, data => session.Write(words, data, isData: true)),
        ["WRITEUNTIL"] = (session, words) => session.Write(words, session.Until(words), isData: true),
        ["CHECKREAD"] = (session, words) => session.Check(words, isWrite: false),
        ["CHECKWRITE"] = (session, words) => session.Check(words, isWrite: true),
    };

    bool _skipLineFeed;

    /// <summary>Serves the client until it leaves.</summary>
    public void Run()
    {
        Send($"{Banner}\r\n");
        while (ReadLine() is { } line)
        {
            var words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words[0].Equals("QUIT", StringComparison.OrdinalIgnoreCase) || words[0].Equals("CLOSE", StringComparison.OrdinalIgnoreCase))
            {
                Answer(ControlCode.Ok, "Goodbye!");
                return;
            }

            try
            {
                if (!s_commands.TryGetValue(words[0], out var command))
                    throw new ControlException(ControlCode.Unimplemented, $"Unimplemented command '{words[0]}'");
                if (words.Length < 2)
                    throw new ControlException(ControlCode.SyntaxError, $"Wrong number of arguments, expected '{words[0].ToUpperInvariant()} HANDLER'");
                command(this, words);
            }
            catch (ControlException error)
            {
                Answer(error.Code, error.Message);
            }
        }
    }

    void Read(string[] words, string parameters, bool isData = false)
    {
        var (running, handler) = Find(words[1]);
        if (!handler.CanRead)
            throw new ControlException(ControlCode.PermissionDenied, $"Handler '{words[1]}' is write-only");
        var text = Call(words[1], "Read", () => running.Read(Canonical(words[1]), Plain(handler, parameters, isData)));
        var bytes = Encoding.UTF8.GetBytes(text);
        Answer(ControlCode.Ok, $"Read handler '{words[1]}' OK");
        Send($"DATA {bytes.Length}\r\n");
        stream.Write(bytes);
    }

    void Write(string[] words, string value, bool isData = false)
    {
        if (isReadOnly)
            throw new ControlException(ControlCode.PermissionDenied, $"Permission denied for '{words[1]}'");
        var (running, handler) = Find(words[1]);
        if (!handler.CanWrite)
            throw new ControlException(ControlCode.PermissionDenied, $"Handler '{words[1]}' is read-only");
        Call(words[1], "Write", () =>
        {
            running.Write(Canonical(words[1]), Plain(handler, value, isData));
            return "";
        });
        Answer(ControlCode.Ok, $"Write handler '{words[1]}' OK");
    }

    void Check(string[] words, bool isWrite)
    {
        var (_, handler) = Find(words[1]);
        if (isWrite ? !handler.CanWrite || isReadOnly : !handler.CanRead)
            throw new ControlException(ControlCode.PermissionDenied, $"Handler '{words[1]}' is {(isWrite ? "read-only" : "write-only")}");
        Answer(ControlCode.Ok, $"{(isWrite ? "Write" : "Read")} handler '{words[1]}' OK");
    }

    // The bytes that follow are read even if the command fails, so that they are not taken for commands.
    void WithData(string[] words, Action<string> run)
    {
        if (words.Length < 3 || !int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new ControlException(ControlCode.SyntaxError, "Syntax error, expected 'HANDLER LENGTH'");
        if (count > MostData)
            throw new ControlException(ControlCode.DataTooBig, $"More than {MostData} bytes of data");
        var data = new byte[count];
        if (count > 0)
        {
            var first = NextByte();
            if (first < 0)
                throw new EndOfStreamException();
            data[0] = (byte)first;
            input.ReadExactly(data.AsSpan(1));
        }

        run(Encoding.UTF8.GetString(data));
    }

    string Until(string[] words)
    {
        var end = words.Length > 2 ? words[2].TrimEnd() : "";
        StringBuilder text = new();
        while (ReadLine() is { } line && line.TrimEnd() != end)
        {
            if (text.Length + line.Length > MostData)
                throw new ControlException(ControlCode.DataTooBig, $"More than {MostData} bytes of data");
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    (RouterDriver Driver, Handler Handler) Find(string path)
    {
        if (driver() is not { } running)
            throw new ControlException(ControlCode.NoRouter, "No router installed");
        var canonical = Canonical(path, running);
        var dot = canonical.LastIndexOf('.');
        if (dot > 0 && running.Router.Find(canonical[..dot]) is null)
            throw new ControlException(ControlCode.NoSuchElement, $"No element named '{path[..path.LastIndexOf('.')]}'");
        try
        {
            return (running, running.Find(canonical));
        }
        catch (HandlerException)
        {
            throw new ControlException(ControlCode.NoSuchHandler, $"No handler named '{path}'");
        }
    }

    string Canonical(string path) => driver() is { } running ? Canonical(path, running) : path;

    // An element may be named by its number, from 1.
    static string Canonical(string path, RouterDriver running)
    {
        var dot = path.LastIndexOf('.');
        return dot > 0 && int.TryParse(path[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= running.Router.Elements.Count ? running.Router.Elements[number - 1].Name + path[dot..] : path;
    }

    static string Plain(Handler handler, string text, bool isData) =>
        isData || handler.Flags.HasFlag(HandlerFlags.Raw) ? text : ArgumentText.UnquoteText(text);

    static string Call(string path, string kind, Func<string> call)
    {
        try
        {
            return call();
        }
        catch (HandlerException error)
        {
            throw new ControlException(ControlCode.HandlerError, $"{kind} handler '{path}' error:\n{error.Message}");
        }
    }

    // All lines but the last have a hyphen behind the code.
    void Answer(ControlCode code, string message)
    {
        var lines = message.TrimEnd('\n').Split('\n');
        Send(string.Concat(lines.Select((line, index) => $"{(int)code}{(index < lines.Length - 1 ? '-' : ' ')}{line.TrimEnd('\r')}\r\n")));
    }

    void Send(string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    string? ReadLine()
    {
        List<byte> line = [];
        while (true)
        {
            var letter = NextByte();
            if (letter < 0)
                return line.Count > 0 ? Encoding.UTF8.GetString([.. line]) : null;
            if (letter is '\n' or '\r')
            {
                _skipLineFeed = letter == '\r';
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add((byte)letter);
            if (line.Count > LongestLine)
                throw new IOException("control socket: a line without an end");
        }
    }

    // A line ends in CR, LF or both: a LF behind a CR belongs to it, whenever it comes.
    int NextByte()
    {
        var letter = input.ReadByte();
        if (_skipLineFeed && letter == '\n')
            letter = input.ReadByte();
        _skipLineFeed = false;
        return letter;
    }
}
