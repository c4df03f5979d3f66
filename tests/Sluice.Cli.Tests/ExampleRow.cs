namespace Sluice.Cli.Tests;

/// <summary>A line of <c>examples.txt</c>.</summary>
public sealed record ExampleRow(int Line, string Program, string Capture, string[] Options, string Verdicts, string[] Expected)
{
    /// <summary>The lines of the file.</summary>
    public static IEnumerable<ExampleRow> All()
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Checkout.Root, "tests", "Sluice.Cli.Tests", "testdata", "examples.txt")))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var columns = line.Split('|', StringSplitOptions.TrimEntries);
            var folder = Checkout.Example(columns[0][..columns[0].IndexOf('/')]);
            yield return new(
                number,
                columns[0],
                columns[1],
                columns[2].Replace("@", folder + "/").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                columns[3],
                columns[4].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
    }

    /// <summary>The command line, in one of the three modes.</summary>
    public string[] Command(string mode, params string[] more) =>
        ["run", Checkout.Example(Program), "--in", Checkout.Capture(Capture), "--mode", mode, "--json", .. Options, .. more];
}
