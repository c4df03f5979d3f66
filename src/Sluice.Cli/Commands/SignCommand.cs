using System.CommandLine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution;
using Sluice.Cli.Verification;
using Sluice.Verifier;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sign</c>: proves an object and signs what was proved.</summary>
static class SignCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = CommonOptions.Object();
        var key = new Option<string>("--key") { Description = "The private key, in PEM", HelpName = "FILE", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = $"Where the attestation goes [default: OBJ{PolicySettings.AttestationEnding}]", HelpName = "FILE" };
        var days = CommonOptions.Days("How long the attestation counts [default: for ever]");
        var mode = CommonOptions.Choice("--mode", "What the proof is for", ("sluice", VerifierMode.Sluice), ("linux", VerifierMode.Linux));
        var type = ProgramTypeOption.Create("Prove and sign as this type what lies in sections that leave it open (bpffilter), by bpftool's name");
        var set = new Option<string[]>("--set") { Description = "Set a global variable first; constants count with the values they are signed with", HelpName = "VAR=VALUE" };
        var btf = CommonOptions.TargetTypes();
        var command = new SluiceCommand("sign", "Prove an object's programs and, if all pass, sign that.")
        {
            Arguments = { file },
            Options = { key, output, days, mode, type, set, btf },
            Examples =
            [
                "sluice key generate sluice.key && sluice sign examples/drop/drop.bpf.o --key sluice.key -o drop.attestation.json",
                "sluice key generate sluice.key && sluice sign examples/click-chain/round-robin.bpf.o --key sluice.key --type click_classifier -o lb.json",
            ],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            TimeSpan? lifetime = parsed.GetResult(days) is null ? null : TimeSpan.FromDays(parsed.GetValue(days));
            VerifierOptions options = new()
            {
                Mode = parsed.GetValue(mode),
                Link = new() { TargetTypes = parsed.GetValue(btf) is { } types ? BtfCommand.Load(types) : null },
            };
            var secret = parsed.GetRequiredValue(key);
            var envelope = PolicySettings.Named(secret, () => Attestation.Sign(File.ReadAllBytes(path), path, File.ReadAllText(secret),
                DateTimeOffset.UtcNow, options, lifetime,
                @object => Assignments.SetVariables(As(@object, ProgramTypeOption.Read(parsed.GetValue(type))), parsed.GetValue(set) ?? [])));
            BinaryOutput.Write(terminal, parsed.GetValue(output) ?? path + PolicySettings.AttestationEnding, envelope);
        });
        return command;
    }

    static BpfObject As(BpfObject @object, ProgramType? type) => type is { } other ? @object.WithProgramType(other) : @object;
}
