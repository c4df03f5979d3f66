using System.Diagnostics;

namespace Sluice.Kernel.Tests;

/// <summary>Programs of others that Sluice is compared with.</summary>
static class Tool
{
    static readonly string[] s_folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Where a program is; skips the test where it is not installed.</summary>
    public static string Find(string name)
    {
        foreach (var folder in s_folders)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        Assert.Skip($"{name} is not installed");
        return "";
    }

    /// <summary>Runs a program, which must succeed; words are parted by spaces.</summary>
    /// <returns>What it wrote.</returns>
    public static string Run(string name, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(name), arguments.Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{name} {arguments}: {error.Result}{output}");
    }
}
