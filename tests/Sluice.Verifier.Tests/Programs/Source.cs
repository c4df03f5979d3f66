using System.Globalization;

namespace Sluice.Verifier.Tests.Programs;

/// <summary>A program in C, with the bugs that it can be built with.</summary>
/// <param name="Path">The source.</param>
/// <param name="Bugs">The bugs, by number from 1.</param>
/// <remarks>A bug is a line <c>// bug 1: class, what is wrong</c>; a star behind the class says that Linux lets privileged
/// loaders do it.</remarks>
public sealed record Source(string Path, IReadOnlyList<(int Number, string Class, bool IsAccepted)> Bugs)
{
    const string MinimumClang = "// build-bpf: min-clang=";

    /// <summary>The first clang that can say what it says.</summary>
    public int Clang { get; private init; }

    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileName(Path)[..^".bpf.c".Length];

    /// <summary>Its object, built as all are and committed beside it.</summary>
    public string Object => Path[..^".c".Length] + ".o";

    /// <summary>All sources.</summary>
    public static IReadOnlyList<Source> All { get; } =
        [.. Directory.EnumerateFiles(TestData.Programs, "*.bpf.c").Order(StringComparer.Ordinal).Select(Read)];

    static Source Read(string path)
    {
        var bugs = new List<(int, string, bool)>();
        foreach (var line in File.ReadLines(path).Where(line => line.StartsWith("// bug ", StringComparison.Ordinal)))
        {
            var (colon, comma) = (line.IndexOf(':', StringComparison.Ordinal), line.IndexOf(',', StringComparison.Ordinal));
            var word = line[(colon + 1)..comma].Trim();
            bugs.Add((int.Parse(line[7..colon], CultureInfo.InvariantCulture), word.TrimEnd('*'), word.EndsWith('*')));
        }

        var clang = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(MinimumClang, StringComparison.Ordinal));
        return new(path, bugs) { Clang = clang is null ? 0 : int.Parse(clang[MinimumClang.Length..], CultureInfo.InvariantCulture) };
    }
}
