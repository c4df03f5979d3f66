using System.Globalization;
using System.Text.Json;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Kernel;

/// <summary>Programs in the kernel, as a table or as JSON with bpftool's member names.</summary>
static class ProgramListing
{
    /// <summary>The programs that a user means by an id, a name or a tag.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static IReadOnlyList<ProgramDescription> Find(string text)
    {
        var found = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && KernelPrograms.Find(id) is { } program
            ? [program]
            : KernelPrograms.All().Where(candidate => candidate.Name == text || candidate.Tag == text).ToArray();
        return found.Length > 0 ? found : throw new CommandException($"found no program in the kernel with the id, name or tag '{text}' (see: sluice prog list)");
    }

    /// <summary>Writes them.</summary>
    public static void Write(Terminal terminal, IEnumerable<ProgramDescription> programs, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.WriteObject(terminal, json => json.Objects("programs", programs, program => WriteMembers(json, program)));
            return;
        }

        var table = new Table(
            Column.Number("ID"), "TYPE", "NAME", "TAG", "LOADED", Column.Number("XLATED"), Column.Number("JITED"), "MAPS",
            Column.Number("RUNS"), Column.Number("NS/RUN"));
        foreach (var program in programs)
        {
            table.Add(
                Text(program.Id), Names.Of(program.Type), program.Name, program.Tag,
                program.LoadedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Text(program.TranslatedBytes), Text(program.JitedBytes), string.Join(',', program.MapIds),
                program.Runs == 0 ? "" : Units.Count(program.Runs), program.Runs == 0 ? "" : Text(program.RunNanoseconds / program.Runs));
        }

        table.Write(terminal.Out, Style.For(terminal));
    }

    static void WriteMembers(Utf8JsonWriter json, ProgramDescription program)
    {
        json.WriteNumber("id", program.Id);
        json.WriteString("type", Names.Of(program.Type));
        json.WriteString("name", program.Name);
        json.WriteString("tag", program.Tag);
        json.WriteBoolean("gpl_compatible", program.IsGplCompatible);
        json.WriteNumber("loaded_at", program.LoadedAt.ToUnixTimeSeconds());
        json.WriteNumber("uid", program.UserId);
        json.WriteNumber("bytes_xlated", program.TranslatedBytes);
        json.WriteNumber("bytes_jited", program.JitedBytes);
        json.WriteNumber("verified_insns", program.VerifiedInstructions);
        json.Array("map_ids", program.MapIds, json.WriteNumberValue);
        json.WriteNumber("btf_id", program.BtfId);
        json.WriteNumber("run_cnt", program.Runs);
        json.WriteNumber("run_time_ns", program.RunNanoseconds);
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
