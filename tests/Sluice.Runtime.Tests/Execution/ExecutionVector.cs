using System.Globalization;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>One case of testdata/exec: a program, its memory, and what r0 must be.</summary>
public sealed record ExecutionVector(string File, int Line, string Name, string Program, byte[] Memory, ulong Result)
{
    public override string ToString() => $"{File}:{Line} {Name}";

    public static IEnumerable<ExecutionVector> ReadAll()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "testdata", "exec");
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var vector in Read(Path.GetFileName(file), System.IO.File.ReadAllLines(file)))
                yield return vector;
        }
    }

    static IEnumerable<ExecutionVector> Read(string file, string[] lines)
    {
        var (name, start, memory, program) = ("", 0, Array.Empty<byte>(), new List<string>());
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                (name, start, memory) = (line[3..], index + 1, []);
                program.Clear();
            }
            else if (line.StartsWith("memory:", StringComparison.Ordinal))
            {
                memory = Convert.FromHexString(line["memory:".Length..].Replace(" ", ""));
            }
            else if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                var result = ulong.Parse(line.AsSpan(5), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                yield return new(file, start, name, string.Join('\n', program), memory, result);
                name = "";
            }
            else if (name.Length > 0)
            {
                program.Add(line);
            }
        }
    }
}
