using Sluice.Chains.Code;
using Sluice.Chains.Code.Text;

namespace Sluice.Chains.Tests.Code;

/// <summary>The text form of intermediate code, and what the checker refuses.</summary>
public sealed class ChainTextTests
{
    [Fact]
    public void Every_operation_is_written_and_read_back()
    {
        var text = File.ReadAllText(TestData.Find("all.chain"));
        var unit = ChainParser.Parse(text);
        ChainChecker.Check(unit);
        Assert.Equal(text[(text.IndexOf('\n') + 1)..], ChainPrinter.Print(unit));
    }

    [Fact]
    public void The_text_form_covers_every_kind_of_operation()
    {
        var unit = ChainParser.Parse(File.ReadAllText(TestData.Find("all.chain")));
        var blocks = unit.Chains.SelectMany(chain => chain.Blocks).ToArray();
        var used = blocks.SelectMany(block => block.Operations.Select(operation => operation.GetType()).Append(block.Terminator.GetType()));
        var all = typeof(ChainOperation).Assembly.GetTypes()
            .Where(type => type.IsPublic && (type.BaseType == typeof(ChainOperation) || type.BaseType == typeof(ChainTerminator)));
        Assert.Equal(all.OrderBy(type => type.Name), used.Distinct().OrderBy(type => type.Name));
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_named(int line, string message, string text)
    {
        var error = Record.Exception(() => ChainChecker.Check(ChainParser.Parse(text)));
        Assert.True(error is ChainCodeException or FormatException, $"mistakes.chain:{line}: {error}");
        Assert.Equal(message, error.Message);
    }

    public static TheoryData<int, string, string> Mistakes()
    {
        var data = new TheoryData<int, string, string>();
        var text = new List<string>();
        string? message = null;
        int number = 0, start = 0;
        foreach (var line in File.ReadLines(TestData.Find("mistakes.chain")).Append("! "))
        {
            number++;
            if (!line.StartsWith("! ", StringComparison.Ordinal))
            {
                text.Add(line);
                continue;
            }

            if (message is not null)
                data.Add(start, message, string.Join('\n', text));
            (start, message) = (number, line[2..]);
            text.Clear();
        }

        return data;
    }
}
