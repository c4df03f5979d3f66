using System.CommandLine;
using Sluice.Cli.Click;
using Sluice.Cli.Verification;
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
        var json = CommonOptions.Json();
        var command = new SluiceCommand("reconfigure", "Put another program in the place of a running element's, or a new configuration in that of a running router's, with the state.")
        {
            Arguments = { id },
            Options = { file, attestation, configuration, socket, to, key, json },
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
            ClickReconfiguration work = new(terminal, parsed.GetValue(json));
            if (parsed.GetValue(configuration) is { } text)
                return work.Swap(ControlEndpoint.Parse(parsed.GetValue(socket)!), text);
            var (element, path, signature) = (parsed.GetValue(id)!, parsed.GetValue(file)!, parsed.GetValue(attestation));
            if (parsed.GetValue(socket) is { } place)
                work.Write(ControlEndpoint.Parse(place), element, path, signature);
            else
                work.Send(parsed.GetValue(to)!, element, new(0, path, signature ?? ""), parsed.GetValue(key));
            return ExitCode.Success;
        });
        return command;
    }
}
