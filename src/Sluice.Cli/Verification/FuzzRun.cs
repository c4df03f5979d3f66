using Sluice.Cli.Output;
using Sluice.Fuzzing;

namespace Sluice.Cli.Verification;

/// <summary><c>sluice fuzz verifier</c>: a search, with progress, until it ends or the user has had enough.</summary>
sealed class FuzzRun(Terminal terminal, VerifierFuzzSettings settings)
{
    const int MillisecondsBetweenLooks = 100;

    readonly VerifierFuzz _fuzz = new(settings);

    /// <summary>Searches, and says what was found.</summary>
    /// <param name="corpus">The folder for counter-examples, or null.</param>
    /// <param name="isJson">As one JSON document?</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(string? corpus, bool isJson)
    {
        if (corpus is not null)
            Directory.CreateDirectory(corpus); // Rather now than after eight hours.
        var found = Search();
        var files = corpus is null ? [] : found.Select(example => example.Save(corpus)).ToArray();
        if (isJson)
            JsonOutput.WriteObject(terminal, json => Write(json, found, files));
        else
            Write(found, files);
        return found.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    IReadOnlyList<CounterExample> Search()
    {
        using var interruption = new Interruption();
        using var cancellation = new CancellationTokenSource();
        using var progress = new ProgressBar(terminal, settings.Programs ?? 0, count => $"{Units.Count((long)count)} programs");
        var search = Task.Run(() => _fuzz.Run(cancellation.Token));
        while (!search.Wait(MillisecondsBetweenLooks))
        {
            progress.Report(_fuzz.Progress.Run);
            if (interruption.IsRequested)
                cancellation.Cancel();
        }

        return search.Result;
    }

    void Write(IReadOnlyList<CounterExample> found, string[] files)
    {
        var progress = _fuzz.Progress;
        terminal.Out.WriteLine($"seed {settings.Seed}: {Units.Count(progress.Tried)} programs tried, {Units.Count(progress.Accepted)} accepted, "
            + $"{Units.Count(progress.Run)} of them run in {Units.Duration(progress.Elapsed)}");
        terminal.Out.WriteLine(found.Count == 0 ? "all behaved as was proved" : $"{Units.Count(found.Count)} did not behave as was proved:");
        for (var index = 0; index < found.Count; index++)
        {
            terminal.Out.WriteLine($"\n{found[index].Origin}: {found[index].Failure}");
            terminal.Out.WriteLine(index < files.Length ? $"  written to {files[index]}" : found[index].Text);
        }
    }

    void Write(System.Text.Json.Utf8JsonWriter json, IReadOnlyList<CounterExample> found, string[] files)
    {
        var progress = _fuzz.Progress;
        json.WriteNumber("seed", settings.Seed);
        json.WriteNumber("tried", progress.Tried);
        json.WriteNumber("accepted", progress.Accepted);
        json.WriteNumber("run", progress.Run);
        json.WriteNumber("seconds", progress.Elapsed.TotalSeconds);
        var number = 0;
        json.Objects("found", found, example =>
        {
            json.WriteString("origin", example.Origin);
            json.WriteString("failure", example.Failure);
            json.WriteString("text", example.Text);
            json.WriteString("file", number < files.Length ? files[number] : null);
            number++;
        });
    }
}
