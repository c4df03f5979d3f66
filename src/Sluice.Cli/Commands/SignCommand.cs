using System.CommandLine;
using Sluice.Verifier;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sign</c>: proves an object and signs what was proved.</summary>
static class SignCommand
{
    /// <summary>What an attestation's file is called: the object's name and this.</summary>
    public const string Ending = ".attestation.json";

    public static Command Create(Terminal terminal)
    {
        var file = CommonOptions.Object();
        var key = new Option<string>("--key") { Description = "The private key, in PEM", HelpName = "FILE", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = $"Where the attestation goes [default: OBJ{Ending}]", HelpName = "FILE" };
        var days = new Option<int?>("--days") { Description = "How long the attestation counts [default: for ever]", HelpName = "N" };
        var mode = CommonOptions.Choice("--mode", "What the proof is for", ("sluice", VerifierMode.Sluice), ("linux", VerifierMode.Linux));
        var command = new SluiceCommand("sign", "Prove an object's programs and, if all pass, sign that.")
        {
            Arguments = { file },
            Options = { key, output, days, mode },
            Examples = ["sluice key generate sluice.key && sluice sign examples/drop/drop.bpf.o --key sluice.key -o drop.attestation.json"],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            TimeSpan? lifetime = parsed.GetValue(days) is { } count ? TimeSpan.FromDays(count) : null;
            var envelope = Attestation.Sign(File.ReadAllBytes(path), path, File.ReadAllText(parsed.GetRequiredValue(key)),
                DateTimeOffset.UtcNow, new() { Mode = parsed.GetValue(mode) }, lifetime);
            BinaryOutput.Write(terminal, parsed.GetValue(output) ?? path + Ending, envelope);
        });
        return command;
    }
}
