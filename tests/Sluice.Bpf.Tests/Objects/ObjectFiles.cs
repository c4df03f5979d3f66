using System.Runtime.CompilerServices;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Objects;

/// <summary>The committed objects: those of the test matrix by compiler, and the examples'.</summary>
static class ObjectFiles
{
    public static string Root { get; } = Path.GetFullPath("../../..", Path.GetDirectoryName(ThisFile())!);

    static readonly string s_matrix = Path.Combine(Root, "tests/Sluice.Bpf.Tests/testdata");

    static readonly string[] s_compilers = ["clang-14", "clang-15", "clang-16", "clang-19"];

    /// <summary>Every compiler of the matrix.</summary>
    public static TheoryData<string> Compilers => [.. s_compilers];

    /// <summary>Every object, as a path from the root of the repository.</summary>
    public static TheoryData<string> All => [.. new[] { s_matrix, Path.Combine(Root, "examples") }
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.o", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path))
        .Order(StringComparer.Ordinal)];

    public static BpfObject Load(string compiler, string name) => BpfObject.Load(Path.Combine(s_matrix, compiler, name + ".o"));

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(Root, path));

    static string ThisFile([CallerFilePath] string path = "") => path;
}
