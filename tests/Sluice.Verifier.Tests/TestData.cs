using System.Runtime.CompilerServices;

namespace Sluice.Verifier.Tests;

/// <summary>Finds test data in the source tree, so that nothing need be copied.</summary>
static class TestData
{
    static readonly string s_root = Path.GetFullPath("../..", Path.GetDirectoryName(ThisFile())!);

    public static string Vectors => Path.Combine(s_root, "tests", "Sluice.Verifier.Tests", "testdata", "vectors");

    public static string Programs => Path.Combine(s_root, "tests", "Sluice.Verifier.Tests", "testdata", "programs");

    public static string Cases => Path.Combine(s_root, "tests", "Sluice.Verifier.Tests", "testdata", "cases");

    public static string Regressions => Path.Combine(s_root, "tests", "Sluice.Verifier.Tests", "testdata", "regressions");

    public static string Examples => Path.Combine(s_root, "examples");

    public static string Packages => Path.Combine(s_root, "bpf", "programs");

    public static string CompiledObjects => Path.Combine(s_root, "tests", "Sluice.Bpf.Tests", "testdata");

    static string ThisFile([CallerFilePath] string path = "") => path;
}
