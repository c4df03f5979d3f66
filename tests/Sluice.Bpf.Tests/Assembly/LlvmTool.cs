using System.Diagnostics;

namespace Sluice.Bpf.Tests.Assembly;

/// <summary>Runs a tool of llvm 19 where it is installed.</summary>
static class LlvmTool
{
    /// <summary>What the tool prints. The test is skipped where the tool is not installed.</summary>
    public static string Run(string tool, params string[] arguments)
    {
        var path = $"/usr/bin/{tool}-19";
        if (!File.Exists(path))
            Assert.Skip($"{tool}-19 is not installed");
        using var process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output;
    }
}
