using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>What a run of the tool gave.</summary>
sealed record Sluice(int ExitCode, string Out, string Error)
{
    /// <summary>The output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>Runs the tool in this process.</summary>
    public static Sluice Run(params string[] args) => RunWith("", args);

    /// <summary>Runs the tool in this process with this standard input.</summary>
    public static Sluice RunWith(string input, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var terminal = new Terminal(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, false, false);
        var code = SluiceTool.Run(args, terminal);
        return new(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Runs the tool, which must succeed without a word on standard error.</summary>
    public static Sluice Succeed(params string[] args)
    {
        var run = Run(args);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        return run;
    }

    /// <summary>Runs a line of bash in which <c>sluice</c> is the tool as built, from <paramref name="folder"/>.</summary>
    public static Sluice Shell(string line, string folder)
    {
        ProcessStartInfo start = new("bash", ["-o", "pipefail", "-c", line])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }
}
