using System.Runtime.CompilerServices;

namespace Sluice.Click.Tests;

/// <summary>Finds test data in the source tree, so that nothing need be copied.</summary>
static class TestData
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(ThisFile())!, "testdata");

    /// <summary>The checkout's own folder.</summary>
    public static string Root { get; } = Path.GetFullPath("../../..", Folder);

    public static string Find(string name) => Path.Combine(Folder, name);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
