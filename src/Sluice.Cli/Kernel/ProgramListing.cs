using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Cli.Commands;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;

namespace Sluice.Cli.Kernel;

/// <summary>Programs in the kernel, as a table or as JSON with bpftool's member names.</summary>
static class ProgramListing
{
    /// <summary>The programs that a user means by an id, a name, a tag, a pin, or an object that they were loaded from.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static IReadOnlyList<ProgramDescription> Find(string text)
    {
        if (IsPath(text))
            return IsObject(text) ? FromObject(text) : [KernelPrograms.FindPinned(text)];
        var found = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && KernelPrograms.Find(id) is { } program
            ? [program]
            : KernelPrograms.All().Where(candidate => IsName(text, candidate.Name) || IsTag(text, candidate.Tag)).ToArray();
        return found.Length > 0 ? found : throw new CommandException($"found no program in the kernel with the id, name or tag '{text}' (see: sluice prog list)");
    }

    /// <summary>The one program that a user means.</summary>
    /// <exception cref="CommandException">There is none, or there are several.</exception>
    public static ProgramDescription FindOne(string text)
    {
        var found = Find(text);
        return found.Count == 1 ? found[0] : throw new CommandException(
            $"found {found.Count} programs '{text}', with the ids {string.Join(", ", found.Select(program => program.Id))}: name one by its id");
    }

    /// <summary>Is it a path? Names and tags have no slashes.</summary>
    public static bool IsPath(string text) => text.Contains('/', StringComparison.Ordinal) || IsObject(text);

    /// <summary>Is it an object file, and no pin?</summary>
    public static bool IsObject(string text) => ObjectReference.Parse(text).Path.EndsWith(".o", StringComparison.Ordinal);

    // The kernel keeps 15 characters of a name (BPF_OBJ_NAME_LEN), of which a user may have more.
    static bool IsName(string text, string name) => text == name || name.Length == 15 && text.StartsWith(name, StringComparison.Ordinal);

    // The tag is the beginning of a hash, of which a user may have more.
    static bool IsTag(string text, string tag) => text.StartsWith(tag, StringComparison.Ordinal);

    static ProgramDescription[] FromObject(string text)
    {
        var reference = ObjectReference.Parse(text);
        var @object = BpfObject.Load(reference.Path);
        var wanted = reference.Program is null ? @object.Programs : [reference.Choose(@object)];
        var options = new LinkOptions { TargetTypes = @object.Functions.Concat(wanted.Select(program => program.Function)).Any(function => !function.CoreRelocations.IsEmpty) ? BtfTypes.FromKernel() : null };
        var tags = wanted.Select(program => ProgramTags.Of(Linker.Link(@object, program, options))).ToArray();
        var found = KernelPrograms.All().Where(candidate => Array.Exists(tags, tag => tag.Match(candidate.Tag))).ToArray();
        return found.Length > 0 ? found : throw new CommandException($"found no program of {reference.Path} in the kernel (its tags: {string.Join(", ", tags.Select(tag => $"{tag.Sha256[..16]}, {tag.Sha1}"))})");
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
            Column.Number("ID"), "TYPE", "NAME", "TAG", "LOADED", Column.Number("XLATED"), Column.Number("JITED"), Column.Number("MEMORY"), "MAPS",
            Column.Number("RUNS"), Column.Number("NS/RUN"));
        foreach (var program in programs)
        {
            table.Add(
                Text(program.Id), Names.Of(program.Type), program.Name, program.Tag,
                program.LoadedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Text(program.TranslatedBytes), Text(program.JitedBytes), Text(program.MemoryBytes), string.Join(',', program.MapIds),
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
        json.WriteNumber("bytes_memlock", program.MemoryBytes);
        json.WriteNumber("verified_insns", program.VerifiedInstructions);
        json.Array("map_ids", program.MapIds, json.WriteNumberValue);
        json.WriteNumber("btf_id", program.BtfId);
        json.WriteNumber("run_cnt", program.Runs);
        json.WriteNumber("run_time_ns", program.RunNanoseconds);
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
