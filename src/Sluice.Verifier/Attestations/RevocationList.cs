namespace Sluice.Verifier.Attestations;

/// <summary>Keys that count no longer, by <see cref="TrustedKey.Id"/>.</summary>
public static class RevocationList
{
    const int IdLength = 64;

    /// <summary>Reads a list: an id a line; <c>#</c> begins a comment.</summary>
    /// <exception cref="AttestationException">A line is no id.</exception>
    public static IReadOnlySet<string> Read(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var id = line.Split('#')[0].Trim();
            if (id.Length == 0)
                continue;
            if (id.Length != IdLength || !id.All(char.IsAsciiHexDigit))
                throw new AttestationException(AttestationFault.Malformed, $"{name}:{number}: found '{(id.Length > IdLength ? id[..IdLength] + "…" : id)}', expected a key's id of {IdLength} hexadecimal digits ('sluice key id' prints it)");
            ids.Add(id.ToLowerInvariant());
        }

        return ids;
    }

    /// <summary>The keys, with those of the list revoked.</summary>
    public static IEnumerable<TrustedKey> Revoke(this IEnumerable<TrustedKey> keys, IReadOnlySet<string> revoked) =>
        keys.Select(key => revoked.Contains(key.Id) ? key with { IsRevoked = true } : key);
}
