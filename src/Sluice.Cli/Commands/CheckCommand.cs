using System.CommandLine;
using Sluice.Cli.Output;
using Sluice.Cli.Verification;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice check</c>: does a trusted key say that an object was proved?</summary>
static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = CommonOptions.Object();
        var keys = PolicyOptions.Keys(required: true);
        var attestation = PolicyOptions.Attestation();
        var revoked = PolicyOptions.Revoked();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("check", "Check that an object is the one that a trusted key signed.")
        {
            Arguments = { file },
            Options = { keys, attestation, revoked, json },
            Examples =
            [
                "sluice key generate k && sluice sign examples/drop/drop.bpf.o --key k -o a && sluice check examples/drop/drop.bpf.o --key k.pub --attestation a",
            ],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            PolicySettings settings = new(PolicyKind.Attested, parsed.GetRequiredValue(keys), parsed.GetValue(attestation), parsed.GetValue(revoked));
            var statement = settings.Check(path);
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => StatementListing.Write(document, statement));
            else
                StatementListing.Write(terminal.Out, path, statement);
        });
        return command;
    }
}
