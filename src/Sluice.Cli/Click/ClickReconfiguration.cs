using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Cli.Output;
using Sluice.Click.Arguments;
using Sluice.Click.Control;

namespace Sluice.Cli.Click;

/// <summary>Changes a running router, and says what runs there then.</summary>
/// <param name="terminal">Where that is said.</param>
/// <param name="isJson">As JSON?</param>
sealed class ClickReconfiguration(Terminal terminal, bool isJson)
{
    /// <summary>Puts a whole configuration in the place of the router's.</summary>
    /// <returns>One of <see cref="ExitCode"/>: the router may refuse it.</returns>
    public int Swap(ControlEndpoint endpoint, string path)
    {
        var text = TextInput.Read(terminal, path);
        using ControlClient client = new(endpoint);
        var name = path == TextInput.Standard ? "standard input" : path;
        try
        {
            // A line directive: mistakes are named by their places in this file.
            client.Write("hotconfig", $"# 1 \"{name}\"\n{text}");
        }
        catch (ControlException error) when (error.Code == ControlCode.HandlerError)
        {
            terminal.Error.WriteLine(string.Join('\n', error.Message.Split('\n').Skip(1))); // The first line says which handler it was.
            terminal.Error.WriteLine($"{name}: refused; the router goes on as it was");
            return ExitCode.Failure;
        }

        var (elements, inherited) = (Lines(client, "list")[1..], Lines(client, "inherited"));
        if (isJson)
            JsonOutput.WriteObject(terminal, json =>
            {
                json.WriteString("configuration", name);
                json.Strings("elements", elements);
                json.Strings("inherited", inherited);
            });
        else
            terminal.Out.WriteLine($"{name}: runs, {Units.Count(elements.Length, "element")}, state of {Units.Count(inherited.Length)} taken over");
        return ExitCode.Success;
    }

    /// <summary>Puts another program in the place of an element's, by a router's control socket.</summary>
    public void Write(ControlEndpoint endpoint, string element, string path, string? signature)
    {
        using ControlClient client = new(endpoint);
        // The router may have another folder.
        var file = Path.GetFullPath(path);
        var attestation = signature is null or "none" ? signature ?? "" : Path.GetFullPath(signature);
        var name = NameOf(client, element);
        client.Write($"{name}.reconfigure", $"FILE {ArgumentText.Quote(file)}, SIGNATURE {ArgumentText.Quote(attestation)}");
        Present(name, path, client.Read($"{name}.class").Trim(), Lines(client, $"{name}.last_change").Select(line => line.Split(' ', 2)).ToDictionary(part => part[0], part => part[1]));
    }

    /// <summary>Sends a control packet, which nobody answers.</summary>
    public void Send(string to, string element, ControlRequest request, string? key)
    {
        // .NET reads 10.9:4444 as 10.0.0.9.
        if (!IPEndPoint.TryParse(to, out var target) || target.Port == 0 || (target.AddressFamily == AddressFamily.InterNetwork && to.Count(character => character == '.') != 3))
            throw new UsageException($"--to {to}: expected an address and a port, such as 10.9.0.2:4444");
        if (!ulong.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new UsageException($"found the element '{element}', expected its ID: control packets know no names");
        request = request with { Id = id };
        using UdpClient client = new(target.AddressFamily);
        client.Send(key is null ? ControlPacket.Write(request) : SealedControlPacket.Write(request, File.ReadAllBytes(key), DateTimeOffset.UtcNow), target);
        if (isJson)
            JsonOutput.WriteObject(terminal, json =>
            {
                json.WriteString("sent", target.ToString());
                json.WriteNumber("id", id);
                json.WriteBoolean("sealed", key is not null);
            });
        else
            terminal.Out.WriteLine($"sent to {target}; control packets are not answered, the router's log says what came of it");
    }

    void Present(string element, string path, string type, Dictionary<string, string> change)
    {
        string[] kept = Words(change["kept"]), fresh = Words(change["new"]);
        if (isJson)
        {
            JsonOutput.WriteObject(terminal, json =>
            {
                json.WriteString("element", element);
                json.WriteString("class", type);
                json.WriteString("file", change["file"]);
                json.WriteString("program", change["program"]);
                json.WriteString("mode", change["mode"]);
                json.Strings("kept", kept);
                json.Strings("new", fresh);
                json.WriteBoolean("migrated", change["migrated"] == "true");
            });
            return;
        }

        terminal.Out.WriteLine($"{element} :: {type}: {path}: program {change["program"]} runs, {change["mode"]}"
            + $"; kept {Units.Count(kept.Length, "map")}{Named(kept)}{(fresh.Length > 0 ? $", {Units.Count(fresh.Length)} new{Named(fresh)}" : "")}"
            + (change["migrated"] == "true" ? "; migrated" : ""));
    }

    // An ID is one of an element's handlers: those who have it answer.
    static string NameOf(ControlClient client, string element)
    {
        if (!ulong.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return element;
        foreach (var name in Lines(client, "list").Skip(1))
        {
            try
            {
                if (client.Read($"{name}.id").Trim() == element)
                    return name;
            }
            catch (ControlException)
            {
                // It is an element of another kind.
            }
        }

        throw new CommandException($"found no element with ID {element} in the router");
    }

    static string Named(string[] names) => names.Length > 0 ? $" ({string.Join(", ", names)})" : "";

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static string[] Lines(ControlClient client, string handler) => client.Read(handler).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
