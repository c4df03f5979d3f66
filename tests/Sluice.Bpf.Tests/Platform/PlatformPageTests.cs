using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>The page's table of helpers is the table.</summary>
public sealed class PlatformPageTests
{
    const string Start = "write it again -->\n";
    const string End = "<!-- end of helpers -->";

    [Fact]
    public void Shows_the_helpers_as_they_are()
    {
        var path = Path.Combine(Root(), "docs", "platform.md");
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var table = Table();
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
            File.WriteAllText(path, page[..start] + table + page[end..]);
        else
            Assert.Equal(table, page[start..end]);
    }

    static string Table() => string.Concat(Helpers.All.Select(Row)
        .Prepend("|---|---|---|---|---|---|\n").Prepend("| number | name | since | takes | returns | programs |\n"));

    static string Row(Helper helper) =>
        $"| {helper.Id} | {helper.Name} | {helper.Since?.ToString() ?? "Sluice"} | {string.Join(", ", helper.Arguments)} | {helper.Returns} | {Programs(helper)} |\n";

    static string Programs(Helper helper) =>
        helper.Programs == ProgramTypes.All ? "all"
        : helper.Programs == ProgramTypes.Base ? "all but lirc_mode2"
        : helper.Programs.Count > ProgramTypes.Base.Count / 2 ? $"all but {Names(ProgramTypes.Base - helper.Programs)}"
        : Names(helper.Programs);

    static string Names(ProgramTypeSet types) => string.Join(' ', types.Select(type => ProgramTypeTable.Find(type)?.Name));

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"no Sluice.slnx above {AppContext.BaseDirectory}");
    }
}
