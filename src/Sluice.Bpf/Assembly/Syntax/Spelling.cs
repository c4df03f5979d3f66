namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Finds what somebody may have meant.</summary>
public static class Spelling
{
    // More changes than this are another word.
    const int FarthestDistance = 3;

    /// <summary>The known name closest to <paramref name="text"/>, or null where none is close.</summary>
    public static string? Closest(string text, IEnumerable<string> known)
    {
        string? closest = null;
        var best = Math.Min(FarthestDistance, text.Length / 2) + 1;
        foreach (var name in known)
        {
            if (Math.Abs(name.Length - text.Length) >= best)
                continue;
            var distance = Distance(text, name);
            if (distance < best)
                (best, closest) = (distance, name);
        }

        return closest;
    }

    // Levenshtein's distance, one row at a time.
    static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
