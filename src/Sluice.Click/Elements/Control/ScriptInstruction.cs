using System.Collections.Frozen;

namespace Sluice.Click.Elements.Control;

/// <summary>An instruction of a script.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Name">The variable, label or handler that it begins with; empty if it has none.</param>
/// <param name="Text">What follows, not expanded.</param>
/// <param name="IsUnquoted">Is a layer of quotes removed from the text once it is expanded?</param>
sealed record ScriptInstruction(ScriptOperation Operation, string Name, string Text, bool IsUnquoted)
{
    // The instructions of Script(n): whether the first word behind them is a name of its own.
    static readonly FrozenDictionary<string, (ScriptOperation Operation, bool HasName)> s_words = new Dictionary<string, (ScriptOperation, bool)>
    {
        ["set"] = (ScriptOperation.Set, true),
        ["init"] = (ScriptOperation.Initialize, true),
        ["export"] = (ScriptOperation.Export, true),
        ["print"] = (ScriptOperation.Print, false),
        ["printn"] = (ScriptOperation.PrintPart, false),
        ["read"] = (ScriptOperation.Read, false),
        ["write"] = (ScriptOperation.Write, false),
        ["save"] = (ScriptOperation.Save, false),
        ["append"] = (ScriptOperation.Append, false),
        ["pause"] = (ScriptOperation.Pause, false),
        ["wait_step"] = (ScriptOperation.Pause, false),
        ["wait_stop"] = (ScriptOperation.Pause, false),
        ["wait"] = (ScriptOperation.Wait, false),
        ["wait_time"] = (ScriptOperation.Wait, false),
        ["wait_for"] = (ScriptOperation.Wait, false),
        ["label"] = (ScriptOperation.Label, true),
        ["goto"] = (ScriptOperation.Goto, true),
        ["loop"] = (ScriptOperation.Loop, false),
        ["end"] = (ScriptOperation.End, false),
        ["exit"] = (ScriptOperation.Exit, false),
        ["stop"] = (ScriptOperation.Stop, false),
        ["return"] = (ScriptOperation.Return, false),
        ["error"] = (ScriptOperation.Fail, false),
    }.ToFrozenDictionary();

    /// <summary>All words that instructions begin with.</summary>
    public static IEnumerable<string> Words => s_words.Keys;

    /// <summary>Reads an instruction; null if it is none.</summary>
    public static ScriptInstruction? Parse(string text)
    {
        var (word, rest) = Cut(text);
        if (!s_words.TryGetValue(word, out var known))
        {
            // `setq` is `set`, unquoted.
            if (!word.EndsWith('q') || !s_words.TryGetValue(word[..^1], out known))
                return null;
            return Make(known, rest, isUnquoted: true);
        }

        if (known.Operation == ScriptOperation.Wait && rest.Length == 0)
            return new(ScriptOperation.Pause, "", "", false);
        return Make(known, rest, isUnquoted: false);
    }

    /// <summary>The first word of a text, and the rest.</summary>
    public static (string Word, string Remainder) Cut(string text)
    {
        var trimmed = text.Trim();
        var end = trimmed.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? (trimmed, "") : (trimmed[..end], trimmed[end..].TrimStart());
    }

    static ScriptInstruction? Make((ScriptOperation Operation, bool HasName) known, string rest, bool isUnquoted)
    {
        if (!known.HasName)
            return new(known.Operation, "", rest, isUnquoted);
        var (name, text) = Cut(rest);
        return name.Length == 0 ? null : new(known.Operation, name, text, isUnquoted);
    }
}
