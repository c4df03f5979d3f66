using System.CommandLine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Output;
using Sluice.Cli.Verification;
using Sluice.Verifier;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice verify</c>: proves programs safe, or says why they are not.</summary>
static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = ObjectReference.Argument();
        var type = new Option<string?>("--type") { Description = "Verify as a program of this type, by bpftool's name", HelpName = "T" };
        type.CompletionSources.Add(_ => ProgramTypeTable.All.Select(info => new System.CommandLine.Completions.CompletionItem(info.Name)));
        var mode = CommonOptions.Choice("--mode", "What the proof is for", ("sluice", VerifierMode.Sluice), ("linux", VerifierMode.Linux));
        var strict = new Option<bool>("--strict-alignment") { Description = "Demand aligned accesses everywhere" };
        var all = new Option<bool>("--all") { Description = "Report every error that does not follow from another, not only the first" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say only which programs pass" };
        var csv = new Option<bool>("--csv") { Description = "Print 1|0,seconds,kilobytes for each program" };
        var json = CommonOptions.Json();
        var command = new SluiceCommand("verify", "Prove programs safe, or explain why they are not.")
        {
            Arguments = { file },
            Options = { type, mode, strict, all, quiet, csv, json },
            Examples =
            [
                "sluice verify examples/firewall/firewall.bpf.o",
                "sluice verify examples/load-balancer/load-balancer.bpf.o:flow_hash --mode linux",
                "sluice verify examples/flow-stats/flow-stats.bpf.o --csv",
            ],
        };
        command.SetAction(parsed =>
        {
            var reference = ObjectReference.Parse(parsed.GetRequiredValue(file));
            var options = new VerifierOptions
            {
                Mode = parsed.GetValue(mode),
                StrictAlignment = parsed.GetValue(strict),
                ReportAll = parsed.GetValue(all),
            };
            var report = Verify(BpfObject.Load(reference.Path), reference, TypeOf(parsed.GetValue(type)), options);
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => ReportJson.Write(document, report));
            else
                ReportText.Write(terminal.Out, report, parsed.GetValue(csv) ? ReportForm.Csv : parsed.GetValue(quiet) ? ReportForm.Quiet : ReportForm.Full);
            return report.Passed ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    static VerificationReport Verify(BpfObject @object, ObjectReference reference, ProgramType? type, VerifierOptions options)
    {
        var chosen = reference.Program is null ? @object.Programs : [reference.Choose(@object)];
        var programs = chosen.Select(program => type is { } other ? program with { Type = other, AttachType = null } : program);
        return new(@object.Name, options.Mode, [.. programs.Select(program => ProgramVerifier.Verify(Linker.Link(@object, program), options))]);
    }

    static ProgramType? TypeOf(string? name) => name is null ? null
        : ProgramTypeTable.Find(name)?.Type ?? throw new CommandException(
            $"--type {name}: expected one of {string.Join(", ", ProgramTypeTable.All.Select(info => info.Name))}");
}
