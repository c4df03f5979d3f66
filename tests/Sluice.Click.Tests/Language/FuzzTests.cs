using System.Text;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;

namespace Sluice.Click.Tests.Language;

public sealed class FuzzTests
{
    const int Texts = 3000;

    static readonly string[] s_words =
    [
        "a", "b", "c", "Idle", "Queue", "Counter", "Nonsense", "input", "output", "->", "=>", "::", ";", ",", "(", ")", "[", "]", "{", "}", "|", "||", "...",
        "elementclass", "require", "provide", "define", "$a", "${b}", "$", "0", "1", "65536", "\"", "'", "//", "/*", "*/", "\n", "# 3 \"x\"\n", "-", "\\<", ">",
        "(1, 2)", "[0,1]", "library", "package", "__REST__ $r", "elementclass A {", "input -> output", "a/b", "é", "\0",
    ];

    [Fact]
    public void Damaged_configurations_are_read_or_explained()
    {
        var seed = Environment.TickCount;
        Random random = new(seed);
        // Those that grow beyond all bounds take their time.
        var originals = VectorFile.Read("accepted.txt").Concat(VectorFile.Read("mistakes.txt")).Select(vector => vector.Text)
            .Where(text => !text.Contains("A24", StringComparison.Ordinal)).ToArray();
        for (var index = 0; index < Texts; index++)
            Try(Damage(originals[random.Next(originals.Length)], random), seed);
    }

    [Fact]
    public void Random_words_are_read_or_explained()
    {
        var seed = Environment.TickCount;
        Random random = new(seed);
        for (var index = 0; index < Texts; index++)
            Try(string.Join(' ', Enumerable.Range(0, index % 60).Select(_ => s_words[random.Next(s_words.Length)])), seed);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{", "}")]
    [InlineData("[", "]")]
    [InlineData("a -> (", ")")]
    [InlineData("elementclass A {", "}")]
    [InlineData("a :: {", "}")]
    [InlineData("a -> ", "")]
    [InlineData("a, ", "")]
    [InlineData("${a-", "}")]
    [InlineData("Idle(${a-", "})")]
    public void Depth_is_no_danger(string open, string close)
    {
        foreach (var depth in new[] { 50, 99, 101, 5_000 })
            Try(new StringBuilder().Insert(0, open, depth).ToString() + " x " + new StringBuilder().Insert(0, close, depth), depth);
    }

    [Fact]
    public void Compound_elements_that_grow_without_end_are_refused()
    {
        StringBuilder text = new("elementclass A0 { input -> Counter -> output }\n");
        for (var level = 1; level <= 40; level++)
            text.Append($"elementclass A{level} {{ input -> A{level - 1} -> A{level - 1} -> output }}\n");
        var compiled = TestClasses.Compile(text + "Idle -> A40 -> Discard");
        Assert.Contains(compiled.Diagnostics, found => found.Rule.Code == "C0403");
    }

    static string Damage(string text, Random random)
    {
        StringBuilder damaged = new(text);
        for (var times = random.Next(1, 5); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            _ = random.Next(4) switch
            {
                0 => damaged.Remove(at, Math.Min(random.Next(1, 8), damaged.Length - at)),
                1 => damaged.Insert(at, s_words[random.Next(s_words.Length)]),
                2 => damaged.Replace(damaged[at], (char)random.Next(1, 0x250), at, 1),
                _ => damaged.Insert(at, damaged.ToString(at, Math.Min(random.Next(1, 20), damaged.Length - at))),
            };
        }

        return damaged.ToString();
    }

    // Findings lie within the text and can be shown; what is sound can be written and read again.
    static void Try(string text, int seed)
    {
        try
        {
            var compiled = TestClasses.Compile(text);
            foreach (var finding in compiled.Diagnostics)
                Assert.NotEmpty(DiagnosticText.Write(finding));
            if (!compiled.IsSound)
                return;
            var flat = FlatText.Write(compiled.Configuration);
            var again = TestClasses.Compile(flat);
            Assert.Empty(again.Diagnostics);
            Assert.Equal(flat, FlatText.Write(again.Configuration));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Assert.Fail($"seed {seed}: {error}\n--- configuration\n{(text.Length > 4000 ? text[..4000] : text)}");
        }

    }
}
