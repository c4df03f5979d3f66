using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Tests.Programs;

/// <summary>Builds programs as their authors do, with what is installed.</summary>
static class Clang
{
    /// <summary>Builds a source; skips the test where this compiler is not installed.</summary>
    public static BpfObject Build(Source source, int version, string optimisation, string cpu, int bug)
    {
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo($"clang-{version}") { RedirectStandardError = true };
            foreach (var argument in new[] { optimisation, "-g", "-target", "bpf", $"-mcpu={cpu}", $"-DBUG={bug}", "-c", source.Path, "-o", output, "-idirafter", Headers() })
                start.ArgumentList.Add(argument);
            using var clang = Process.Start(start)!;
            var said = clang.StandardError.ReadToEnd();
            clang.WaitForExit();
            Assert.True(clang.ExitCode == 0, said);
            return BpfObject.Load(output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"clang-{version} is not installed");
            throw;
        }
        finally
        {
            File.Delete(output);
        }
    }

    static string Headers() =>
        $"/usr/include/{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}-linux-gnu";
}
