using System.Text;

namespace Sluice.Click.Tests.Language;

/// <summary>Cases in a text file: <c>## name</c>, a configuration, a line of dashes, and what it gives.</summary>
/// <remarks>With SLUICE_ACCEPT=1 what is found is written into the file instead of compared: look at the difference.</remarks>
static class VectorFile
{
    public static IEnumerable<(string Name, string Text, string Expected)> Read(string file)
    {
        foreach (var part in File.ReadAllText(TestData.Find(file)).Split("\n## ")[1..])
        {
            var lines = part.Split('\n', 2);
            var halves = lines[1].Split("----\n", 2);
            yield return (lines[0], halves[0], halves[1].TrimEnd('\n') + "\n");
        }
    }

    public static TheoryData<string> Names(string file) => [.. Read(file).Select(vector => vector.Name)];

    public static void Check(string file, string name, Func<string, string> run)
    {
        var vector = Read(file).Single(known => known.Name == name);
        var found = run(vector.Text).TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
            Accept(file, name, found);
        else
            Assert.Equal(vector.Expected, found);
    }

    static void Accept(string file, string name, string found)
    {
        var text = File.ReadAllText(TestData.Find(file));
        var builder = new StringBuilder(text[..text.IndexOf("\n## ", StringComparison.Ordinal)].TrimEnd('\n')).Append('\n');
        foreach (var vector in Read(file))
            builder.Append($"\n## {vector.Name}\n{vector.Text}----\n{(vector.Name == name ? found : vector.Expected)}");
        File.WriteAllText(TestData.Find(file), builder.ToString());
    }
}
