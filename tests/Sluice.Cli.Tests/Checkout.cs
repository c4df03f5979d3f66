using System.Runtime.CompilerServices;

namespace Sluice.Cli.Tests;

/// <summary>Finds files in the source tree, so that nothing need be copied.</summary>
static class Checkout
{
    public static readonly string Root = Path.GetFullPath("../..", Path.GetDirectoryName(ThisFile())!);

    /// <summary>Objects of several compilers.</summary>
    public static string Objects => Path.Combine(Root, "tests", "Sluice.Bpf.Tests", "testdata");

    public static string Example(string path) => Path.Combine(Root, "examples", path);

    public static string Capture(string name) => Path.Combine(Root, "examples", "captures", name);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
