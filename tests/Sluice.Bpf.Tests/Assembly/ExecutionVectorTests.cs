using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Tests.Assembly;

/// <summary>The vectors that the engines run are themselves sound: they assemble, and round-trip as text.</summary>
public sealed class ExecutionVectorTests
{
    const int FewestCases = 300;

    [Fact]
    public void All_assemble_and_are_well_formed()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(TestData.ExecutionVectors, "*.txt"))
        {
            foreach (var (name, text) in Cases(file))
            {
                var code = Assembler.Assemble(text, $"{Path.GetFileName(file)}: {name}");
                ProgramChecker.Check(code.AsSpan(), name);
                Assert.Equal(code, Assembler.Assemble(Disassembler.ToText(Disassembler.Disassemble(code.AsSpan()))));
                count++;
            }
        }

        Assert.True(count >= FewestCases, $"{count} cases");
    }

    static IEnumerable<(string Name, string Text)> Cases(string file)
    {
        var name = "";
        var program = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
                (name, program) = (line[3..], []);
            else if (line.StartsWith("=> ", StringComparison.Ordinal))
                yield return (name, string.Join('\n', program));
            else if (!line.StartsWith("memory:", StringComparison.Ordinal))
                program.Add(line);
        }
    }
}
