using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Sluice.Chains.Tests;

/// <summary>Feeds a theory from a text file: one case a line, columns separated by <c> | </c>, the line's number first.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TextVectorsAttribute(string file) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        List<ITheoryDataRow> rows = [];
        var number = 0;
        foreach (var line in File.ReadLines(TestData.Find(file)))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var columns = line.Split(" | ").Select(column => column.Trim());
            rows.Add(new TheoryDataRow([number, .. columns]) { TestDisplayName = $"{testMethod.Name} {file}:{number}" });
        }

        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
