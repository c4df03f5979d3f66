using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Sluice.Bpf.Tests;

/// <summary>Feeds a theory from a text file: one case a line, columns separated by <c> | </c>, the line's number first.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TextVectorsAttribute(string file) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = new List<ITheoryDataRow>();
        foreach (var (line, columns) in Read(file))
            rows.Add(new TheoryDataRow([line, .. columns]) { TestDisplayName = $"{testMethod.Name} {file}:{line} {columns[0]}" });
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;

    /// <summary>The cases of a file: line number and columns.</summary>
    public static IEnumerable<(int Line, string[] Columns)> Read(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(TestData.Find(file)))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                yield return (number, [.. line.Split(" | ").Select(column => column.Trim())]);
        }
    }

    /// <summary>The number of the first line that reads so.</summary>
    public static int LineOf(string file, string text) => Array.IndexOf(File.ReadAllLines(TestData.Find(file)), text) + 1;
}
