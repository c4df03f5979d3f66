namespace Sluice.Verifier.Tests.Vectors;

/// <summary>Reads vectors from text files.</summary>
/// <remarks>
/// A vector is a line <c>=== name</c>, a line <c>section | accept</c> or <c>section | class | part of the reason</c>, in
/// which <c>linux</c> or <c>sluice</c> before the verdict names the only mode it is for, and code up to the next vector.
/// </remarks>
static class VectorFile
{
    public static IEnumerable<Vector> ReadAll()
    {
        foreach (var path in Directory.EnumerateFiles(TestData.Vectors, "*.txt").Order(StringComparer.Ordinal))
        {
            foreach (var vector in Read(path))
                yield return vector;
        }
    }

    static IEnumerable<Vector> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("=== ", StringComparison.Ordinal))
                continue;
            var end = index + 2;
            while (end < lines.Length && !lines[end].StartsWith("=== ", StringComparison.Ordinal))
                end++;
            yield return Parse(path, index, lines[index][4..].Trim(), lines[index + 1], string.Join('\n', lines[(index + 2)..end]));
        }
    }

    static Vector Parse(string path, int index, string name, string header, string code)
    {
        var columns = header.Split('|').Select(column => column.Trim()).ToArray();
        var words = columns[1].Split(' ');
        VerifierMode? mode = words.Length > 1 ? Enum.Parse<VerifierMode>(words[0], ignoreCase: true) : null;
        var verdict = words[^1] == "accept" ? null : words[^1];
        return new(Path.GetFileNameWithoutExtension(path), index + 1, name, columns[0], mode, verdict,
            columns.Length > 2 ? columns[2] : "", code);
    }
}
