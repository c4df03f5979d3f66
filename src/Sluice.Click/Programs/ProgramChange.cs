namespace Sluice.Click.Programs;

/// <summary>What the replacement of a program did.</summary>
/// <param name="File">The object that runs now.</param>
/// <param name="Program">Its program.</param>
/// <param name="Mode">How it runs.</param>
/// <param name="Kept">Maps that were there already.</param>
/// <param name="Fresh">Maps that were not.</param>
/// <param name="IsMigrated">Did a migration carry state over?</param>
sealed record ProgramChange(string File, string Program, string Mode, IReadOnlyList<string> Kept, IReadOnlyList<string> Fresh, bool IsMigrated)
{
    /// <summary>What came of putting a program in place.</summary>
    public static ProgramChange Of(LoadedProgram next)
    {
        var maps = next.Collection.Spec.Maps.Where(map => !(map.IsGlobalData && map.IsFrozen)).Select(map => map.Name).ToArray();
        return new(next.Request.File, next.Program.Spec.Name, next.Program.Mode.ToString().ToLowerInvariant(),
            [.. maps.Where(next.Reused.Contains)], [.. maps.Except(next.Reused)], next.Migration is not null);
    }

    /// <summary>A line for each part: its name, a blank, its value; names of maps with blanks between them.</summary>
    public string ToLines() =>
        $"file {File}\nprogram {Program}\nmode {Mode}\nkept {string.Join(' ', Kept)}\nnew {string.Join(' ', Fresh)}\nmigrated {(IsMigrated ? "true" : "false")}\n";

    /// <summary>All of it in a line.</summary>
    public override string ToString() => $"{File}: {Program} runs"
        + (Kept.Count > 0 ? $"; kept {string.Join(", ", Kept)}" : "")
        + (Fresh.Count > 0 ? $"; new {string.Join(", ", Fresh)}" : "")
        + (IsMigrated ? "; migrated" : "");
}
