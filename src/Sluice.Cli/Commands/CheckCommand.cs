using System.CommandLine;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice check</c>: does a trusted key say that an object was proved?</summary>
static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = CommonOptions.Object();
        var keys = new Option<string[]>("--key") { Description = "A public key that counts, in PEM; several may be given", HelpName = "FILE", Required = true };
        var attestation = new Option<string?>("--attestation") { Description = $"The attestation [default: OBJ{SignCommand.Ending}]", HelpName = "FILE" };
        var command = new SluiceCommand("check", "Check that an object is the one that a trusted key signed.")
        {
            Arguments = { file },
            Options = { keys, attestation },
            Examples =
            [
                "sluice key generate k && sluice sign examples/drop/drop.bpf.o --key k -o a && sluice check examples/drop/drop.bpf.o --key k.pub --attestation a",
            ],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var trusted = parsed.GetRequiredValue(keys).Select(key => new TrustedKey(File.ReadAllText(key)));
            var statement = Attestation.Check(File.ReadAllBytes(path), File.ReadAllBytes(parsed.GetValue(attestation) ?? path + SignCommand.Ending),
                trusted, DateTimeOffset.UtcNow);
            terminal.Out.WriteLine($"{path}: proved by {statement.Verifier} at {statement.Proved:u}");
            foreach (var program in statement.Programs)
                terminal.Out.WriteLine($"  {program.Section}/{program.Name}  {program.Type}, at most {program.InstructionBound:N0} instructions a run");
        });
        return command;
    }
}
