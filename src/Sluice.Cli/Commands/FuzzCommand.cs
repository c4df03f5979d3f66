using System.CommandLine;
using System.Globalization;
using Sluice.Cli.Verification;
using Sluice.Fuzzing;
using Sluice.Fuzzing.Generation;
using Sluice.Verifier;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice fuzz</c>: looks for faults of Sluice itself.</summary>
static class FuzzCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("fuzz", "Look for faults in Sluice itself with random inputs.")
    {
        Subcommands = { Verifier(terminal) },
        Examples =
        [
            "sluice fuzz verifier --programs 200",
            "sluice fuzz verifier --programs 50 --contain --seeds examples --seed 7",
            "sluice fuzz verifier --for 2s --seeds examples --mode linux --json",
        ],
    };

    static SluiceCommand Verifier(Terminal terminal)
    {
        var time = new Option<TimeSpan?>("--for") { Description = "Stop after this time: 90s, 30m, 8h", HelpName = "TIME", CustomParser = ReadTime };
        var programs = CommonOptions.Number("--programs", "Stop once so many accepted programs were run", fallback: null, least: 1);
        var seed = CommonOptions.Number("--seed", "The same seed gives the same programs", 1, least: 0, most: int.MaxValue);
        var seeds = new Option<string[]>("--seeds") { Description = "Change the programs of all objects under this folder, too", HelpName = "DIR" };
        var corpus = new Option<string?>("--corpus") { Description = "Write what is found, shrunk, to this folder", HelpName = "DIR" };
        var mode = CommonOptions.Choice("--mode", "What the proofs are for", ("sluice", VerifierMode.Sluice), ("linux", VerifierMode.Linux));
        var contain = new Option<bool>("--contain") { Description = "See to it that each state of a run lies within what was proved there" };
        var kernel = new Option<bool>("--kernel") { Description = "Ask the running kernel, too, of what is accepted in linux mode" };
        var all = new Option<bool>("--all") { Description = "Go on after the first counter-example" };
        var json = CommonOptions.Json();
        var command = new SluiceCommand("verifier", "Run what the verifier accepts, and find what does not behave as was proved.")
        {
            Options = { time, programs, seed, seeds, corpus, mode, contain, kernel, all, json },
            Examples = ["sluice fuzz verifier --programs 100 --seed 7"],
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(kernel) && result.GetValue(mode) != VerifierMode.Linux)
                result.AddError("--kernel: expected --mode linux with it: the other mode's proofs are not about the kernel");
        });
        command.SetAction(parsed => new FuzzRun(terminal, new()
        {
            Seed = (int)parsed.GetValue(seed),
            Programs = parsed.GetResult(programs) is null ? null : parsed.GetValue(programs),
            Time = parsed.GetValue(time),
            Seeds = [.. (parsed.GetValue(seeds) ?? []).SelectMany(folder => SeedPrograms.Find(folder))],
            StopsAtFirst = !parsed.GetValue(all),
            Trial = new()
            {
                Options = new() { Mode = parsed.GetValue(mode), Effort = VerifierFuzzSettings.QuickEffort },
                Contains = parsed.GetValue(contain),
                AsksKernel = parsed.GetValue(kernel),
            },
        }).Run(parsed.GetValue(corpus), parsed.GetValue(json)));
        return command;
    }

    static TimeSpan? ReadTime(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var unit = text.Length > 0 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (seconds > 0 && double.TryParse(text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds < int.MaxValue)
            return TimeSpan.FromSeconds(number * seconds);
        result.AddError($"--for {text}: expected a time such as 90s, 30m or 8h");
        return null;
    }
}
