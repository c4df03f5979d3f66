using System.Runtime.CompilerServices;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Tests;

/// <summary>Finds files in the source tree, so that nothing need be copied.</summary>
static class Checkout
{
    static readonly string s_root = Path.GetFullPath("../../..", Path.GetDirectoryName(ThisFile())!);

    public static string Objects => Path.Combine(s_root, "tests", "Sluice.Bpf.Tests", "testdata");

    /// <summary>What these tests have of their own.</summary>
    public static string Own => Path.Combine(s_root, "tests", "Sluice.Kernel.Tests", "testdata");

    public static string Examples => Path.Combine(s_root, "examples");

    /// <summary>The examples that Linux can run: Click's programs exist in process only.</summary>
    public static IEnumerable<string> KernelExamples => Directory.GetFiles(Examples, "*.bpf.o", SearchOption.AllDirectories).Order()
        .Where(path => !BpfObject.Load(path).Programs.Any(program => ProgramTypeTable.Find(program.Type) is { IsOwn: true }));

    static string ThisFile([CallerFilePath] string path = "") => path;
}
