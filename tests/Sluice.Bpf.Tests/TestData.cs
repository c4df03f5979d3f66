using System.Runtime.CompilerServices;

namespace Sluice.Bpf.Tests;

/// <summary>Finds test data in the source tree, so that nothing need be copied.</summary>
static class TestData
{
    static readonly string s_root = Path.GetFullPath("../..", Path.GetDirectoryName(ThisFile())!);

    public static string Root => s_root;

    public static string Folder => Path.Combine(s_root, "tests", "Sluice.Bpf.Tests", "testdata");

    public static string Examples => Path.Combine(s_root, "examples");

    public static string ExecutionVectors => Path.Combine(s_root, "tests", "Sluice.Runtime.Tests", "testdata", "exec");

    public static string Find(string name) => Path.Combine(Folder, name);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
