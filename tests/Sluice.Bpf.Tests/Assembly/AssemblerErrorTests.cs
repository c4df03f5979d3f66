using Sluice.Bpf.Assembly;

namespace Sluice.Bpf.Tests.Assembly;

public sealed class AssemblerErrorTests
{
    [Theory, TextVectors("asm-errors.txt")]
    public void Says_where_and_what(int line, string text, string expected)
    {
        var isFragment = line < TextVectorsAttribute.LineOf("asm-errors.txt", "# Objects");
        var lines = text.Replace(" / ", "\n");
        var error = Assert.Throws<AssemblyException>(() =>
        {
            if (isFragment)
                Assembler.Assemble(lines, "a");
            else
                Assembler.AssembleObject(lines, "a");
        });
        Assert.Equal(expected, string.Join("; ", error.Errors.Select(one => one.ToString()[2..])));
    }

    [Fact]
    public void Stops_at_a_readable_number_of_errors()
    {
        var error = Assert.Throws<AssemblyException>(() => Assembler.Assemble(string.Concat(Enumerable.Repeat("nonsense\n", 1000))));
        Assert.InRange(error.Errors.Length, 1, 50);
    }

    [Fact]
    public void Random_text_ends_in_its_own_error()
    {
        const int seed = 7331;
        var random = new Random(seed);
        string[] pieces =
        [
            "r1", "w2", "=", "+=", "*", "(", ")", "u64", "goto", "if", "call", "5", "0x1f", "-", "+", "[", "]", "map", "ll", "&", "\"",
            ".map", ".program", ".raw", ".reloc", ".core", ".btf", ".bytes", "hash", "key", "section", "x", ":", "#", ";", "\n", "lock",
            "skb", "<", ">", "pc", "exit\n", ".inner", ".slot", ".zero", ".variable", "at", "=4", "\"xdp\"", "callx", "99999999999999999999",
        ];
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => pieces[random.Next(pieces.Length)] + " "));
            try
            {
                Assembler.AssembleObject(text);
                Assembler.Assemble(text);
            }
            catch (AssemblyException)
            {
                // The only way to say no.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, round {i}, {error}:\n{text}");
            }
        }
    }
}
