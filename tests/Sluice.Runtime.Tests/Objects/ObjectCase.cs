using System.Globalization;
using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Tests.Objects;

/// <summary>One line of testdata/objects.txt, for one compiler.</summary>
public sealed record ObjectCase(int Line, string Compiler, string Object, string Program, int Length, int Result, Dictionary<string, string> Variables)
{
    static readonly string s_folder = System.IO.Path.GetFullPath("../..", System.IO.Path.GetDirectoryName(ThisFile())!);

    /// <summary>The object file.</summary>
    public string Path { get; } = Find(Compiler, Object);

    /// <summary>All lines, for each compiler that built the object.</summary>
    public static IEnumerable<ObjectCase> All()
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(s_folder, "Sluice.Runtime.Tests", "testdata", "objects.txt"));
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].Length == 0 || lines[line][0] == '#')
                continue;
            var words = lines[line].Split(' ');
            foreach (var compiler in new[] { "clang-14", "clang-15", "clang-16", "clang-19" })
            {
                if (File.Exists(Find(compiler, words[0])))
                {
                    yield return new ObjectCase(line + 1, compiler, words[0], words[1],
                        int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[4], CultureInfo.InvariantCulture),
                        words[5..].Select(word => word.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]));
                }
            }
        }
    }

    static string Find(string compiler, string name) =>
        System.IO.Path.Combine(s_folder, "Sluice.Bpf.Tests", "testdata", compiler, name + ".o");

    static string ThisFile([CallerFilePath] string path = "") => path;
}
