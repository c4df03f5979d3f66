using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Cli.Verification;
using Sluice.Click.Arguments;
using Sluice.Click.Control;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice click reconfigure</c>: puts another program in the place of a running element's, or another configuration in that of
/// a running router's.</summary>
static class ClickReconfigureCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string?>("ID") { Description = "The element: its ID, or its name", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "The object with the new program", HelpName = "OBJ" };
        var attestation = PolicyOptions.Attestation();
        var configuration = new Option<string?>("--config") { Description = "A whole new configuration instead (- is standard input): elements of the same name keep their state", HelpName = "FILE" };
        var socket = new Option<string?>("--socket") { Description = "The router's control socket", HelpName = "PATH|PORT" };
        var to = new Option<string?>("--to") { Description = "Send a control packet to this address instead: names are relative to the router's folder", HelpName = "ADDR:PORT" };
        var key = new Option<string?>("--control-key") { Description = "Seal the control packet with this file's bytes", HelpName = "FILE" };
        var command = new SluiceCommand("reconfigure", "Put another program in the place of a running element's, or a new configuration in that of a running router's, with the state.")
        {
            Arguments = { id },
            Options = { file, attestation, configuration, socket, to, key },
            Examples =
            [
                "sluice click reconfigure 2 --file examples/click-chain/rate-limiter.bpf.o --attestation limiter.json --socket /run/router.sock",
                "sluice click reconfigure 2 --file rate-limiter.bpf.o --to 10.9.0.2:4444 --control-key control.key",
                "sluice click reconfigure --config firewall2.click --socket /run/router.sock",
            ],
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(configuration) is null)
            {
                if (result.GetValue(id) is null || result.GetValue(file) is null)
                    result.AddError("expected an element's ID and --file with its new program, or --config");
                if (result.GetValue(socket) is null == result.GetValue(to) is null)
                    result.AddError("--socket, --to: expected one of them");
            }
            else
            {
                if (result.GetValue(id) is not null || result.GetValue(file) is not null || result.GetValue(attestation) is not null)
                    result.AddError("--config: expected no ID, --file or --attestation with it");
                if (result.GetValue(socket) is null || result.GetValue(to) is not null)
                    result.AddError("--config: expected --socket with it: control packets bring programs only");
            }

            if (result.GetValue(key) is not null && result.GetValue(to) is null)
                result.AddError("--control-key: expected --to with it");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(configuration) is { } text)
                return Swap(terminal, ControlEndpoint.Parse(parsed.GetValue(socket)!), text);

            var (element, path, signature) = (parsed.GetValue(id)!, parsed.GetValue(file)!, parsed.GetValue(attestation));
            if (parsed.GetValue(socket) is { } place)
                Write(ControlEndpoint.Parse(place), element, path, signature);
            else
                Send(parsed.GetValue(to)!, element, new(0, path, signature ?? ""), parsed.GetValue(key));
            return ExitCode.Success;
        });
        return command;
    }

    static int Swap(Terminal terminal, ControlEndpoint endpoint, string path)
    {
        var text = TextInput.Read(terminal, path);
        using ControlClient client = new(endpoint);
        // A line directive: mistakes are named by their places in this file.
        var name = path == TextInput.Standard ? "standard input" : path;
        try
        {
            client.Write("hotconfig", $"# 1 \"{name}\"\n{text}");
            return ExitCode.Success;
        }
        catch (ControlException error) when (error.Code == ControlCode.HandlerError)
        {
            terminal.Error.WriteLine(string.Join('\n', error.Message.Split('\n').Skip(1))); // The first line says which handler it was.
            terminal.Error.WriteLine($"{name}: refused; the router goes on as it was");
            return ExitCode.Failure;
        }
    }

    static void Write(ControlEndpoint endpoint, string element, string path, string? signature)
    {
        using ControlClient client = new(endpoint);
        // The router may have another folder.
        var file = Path.GetFullPath(path);
        var attestation = signature is null or "none" ? signature ?? "" : Path.GetFullPath(signature);
        client.Write($"{NameOf(client, element)}.reconfigure", $"FILE {ArgumentText.Quote(file)}, SIGNATURE {ArgumentText.Quote(attestation)}");
    }

    // An ID is one of an element's handlers: those who have it answer.
    static string NameOf(ControlClient client, string element)
    {
        if (!ulong.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return element;
        foreach (var name in client.Read("list").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
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

    static void Send(string to, string element, ControlRequest request, string? key)
    {
        if (!IPEndPoint.TryParse(to, out var target) || target.Port == 0)
            throw new CommandException($"--to {to}: expected an address and a port, such as 10.9.0.2:4444");
        if (!ulong.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new CommandException($"found the element '{element}', expected its ID: control packets know no names");
        request = request with { Id = id };
        using UdpClient client = new(target.AddressFamily);
        client.Send(key is null ? ControlPacket.Write(request) : SealedControlPacket.Write(request, File.ReadAllBytes(key), DateTimeOffset.UtcNow), target);
    }
}
