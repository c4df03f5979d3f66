using System.CommandLine;
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
        var files = ObjectReference.Arguments();
        var type = ProgramTypeOption.Create("Verify as a program of this type, by bpftool's name");
        var mode = CommonOptions.Choice("--mode", "What the proof is for", ("sluice", VerifierMode.Sluice), ("linux", VerifierMode.Linux));
        var btf = CommonOptions.TargetTypes();
        btf.Description = "The types of the kernel that it is for: an object, raw BTF, or vmlinux [default with --mode linux: the running kernel's]";
        var strict = new Option<bool>("--strict-alignment") { Description = "Demand aligned accesses everywhere" };
        var all = new Option<bool>("--all") { Description = "Report every error that does not follow from another, not only the first" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say only which programs pass" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show, block by block, what was proved there" };
        var dot = new Option<string?>("--dot") { Description = "Write the control flow graph, for Graphviz; - is standard output", HelpName = "F" };
        var csv = new Option<bool>("--csv") { Description = "Print 1|0,seconds,kilobytes for each program" };
        var json = CommonOptions.Json();
        var command = new SluiceCommand("verify", "Prove programs safe, or explain why they are not.")
        {
            Arguments = { files },
            Options = { type, mode, btf, strict, all, quiet, verbose, dot, csv, json },
            Examples =
            [
                "sluice verify examples/firewall/firewall.bpf.o",
                "sluice verify examples/load-balancer/load-balancer.bpf.o:flow_hash --mode linux",
                "sluice verify examples/flow-stats/flow-stats.bpf.o --csv",
                "sluice verify examples/tcp-filter/tcp-filter.bpf.o --verbose",
                "sluice verify examples/tcp-filter/tcp-filter.bpf.o --dot tcp-filter.dot",
                "sluice verify examples/drop/drop.bpf.o examples/flow-stats/flow-stats.bpf.o",
                "sluice verify - -q < examples/drop/drop.bpf.o",
            ],
        };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(quiet), result.GetValue(verbose), result.GetValue(csv) }.Count(given => given) > 1)
                result.AddError("--quiet, --verbose, --csv: expected one of them");
            if (result.GetValue(dot) == TextInput.Standard && result.GetValue(json))
                result.AddError("--dot -, --json: expected one of them: both write to standard output");
        });
        command.SetAction(parsed =>
        {
            var options = new VerifierOptions
            {
                Mode = parsed.GetValue(mode),
                StrictAlignment = parsed.GetValue(strict),
                ReportAll = parsed.GetValue(all),
                KeepStates = parsed.GetValue(verbose),
            };
            var kernel = new TargetKernel(parsed.GetValue(btf));
            var objects = Array.ConvertAll(parsed.GetRequiredValue(files), name => Verify(terminal, name, ProgramTypeOption.Read(parsed.GetValue(type)), options, kernel));
            if (parsed.GetValue(dot) is { } graph)
                WriteGraph(terminal, graph, [.. objects.SelectMany(verified => verified.Programs)]);
            if (parsed.GetValue(json))
                JsonOutput.WriteObject(terminal, document => ReportJson.Write(document, options.Mode, objects));
            else if (parsed.GetValue(dot) != TextInput.Standard)
                ReportText.Write(terminal.Out, objects, FormOf(parsed));
            return objects.All(verified => verified.Passed) ? ExitCode.Success : ExitCode.Failure;

            ReportForm FormOf(ParseResult parsed) => parsed.GetValue(csv) ? ReportForm.Csv
                : parsed.GetValue(quiet) ? ReportForm.Quiet
                : parsed.GetValue(verbose) ? ReportForm.Verbose
                : ReportForm.Full;
        });
        return command;
    }

    static BpfObject Read(Terminal terminal, string path)
    {
        if (path != TextInput.Standard)
            return BpfObject.Load(path);
        using var image = new MemoryStream();
        terminal.In.CopyTo(image);
        return BpfObject.Read(image.ToArray(), "standard input");
    }

    static void WriteGraph(Terminal terminal, string path, IReadOnlyList<VerifiedProgram> programs)
    {
        using var file = path == TextInput.Standard ? null : new StreamWriter(path);
        GraphDot.Write(file ?? terminal.Out, programs);
    }

    static VerifiedObject Verify(Terminal terminal, string name, ProgramType? type, VerifierOptions options, TargetKernel kernel)
    {
        var reference = ObjectReference.Parse(name);
        var @object = kernel.Configured(Read(terminal, reference.Path), options);
        options = kernel.For(@object, options);
        var programs = Chosen(@object, reference, type).Select(program => ProgramVerifier.Link(@object, program, options));
        return new(reference.Path, @object.Name, [.. programs.Select(linked => new VerifiedProgram(linked, ProgramVerifier.Verify(linked, options)))]);
    }

    // All programs, and the functions that are for the programs of others; or the one that is named.
    static IEnumerable<ProgramSpec> Chosen(BpfObject @object, ObjectReference reference, ProgramType? type)
    {
        if (reference.Program is null)
            return [.. @object.Programs.Select(Typed), .. ObjectFunctions.Of(@object, type)];
        return @object.FindProgram(reference.Program) is null && @object.FindFunction(reference.Program) is { } function
            ? [ObjectFunctions.Of(@object, function, type)]
            : [Typed(reference.Choose(@object))];

        ProgramSpec Typed(ProgramSpec program) => type is { } other ? program with { Type = other, AttachType = null } : program;
    }
}
