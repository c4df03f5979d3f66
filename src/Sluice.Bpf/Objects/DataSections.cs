namespace Sluice.Bpf.Objects;

/// <summary>Which sections hold global data, and what the maps that hold them are called.</summary>
public static class DataSections
{
    /// <summary>The section of values of the kernel's configuration; the map that holds them has no bytes in the file.</summary>
    public const string Configuration = ".kconfig";

    /// <summary>The section of symbols of the kernel; known from types only.</summary>
    public const string KernelSymbols = ".ksyms";

    const int MaxNameLength = 15, ReservedForSuffix = 7;

    static readonly string[] s_prefixes = [".data", ".rodata", ".bss"];

    /// <summary>Does a section of this name hold global data?</summary>
    public static bool Matches(string section) => Array.Exists(s_prefixes, prefix => IsOrBeginsWith(section, prefix));

    /// <summary>Is it constant for programs?</summary>
    public static bool IsReadOnly(string section) => IsOrBeginsWith(section, ".rodata") || section == Configuration;

    /// <summary>The name of the map that holds <paramref name="section"/>.</summary>
    /// <remarks>
    /// libbpf's rule: at most 15 characters, of which the section's name takes at least 7, the rest from the start of the
    /// object's name up to its first dot. Sections with a dot in their own name go without. What the kernel does not allow
    /// in a name becomes an underscore.
    /// </remarks>
    public static string MapName(string objectName, string section)
    {
        var suffix = section[..Math.Min(section.Length, MaxNameLength)];
        var prefix = "";
        if (section.IndexOf('.', 1) < 0)
        {
            prefix = objectName.IndexOf('.') is var dot && dot >= 0 ? objectName[..dot] : objectName;
            var room = MaxNameLength - Math.Max(ReservedForSuffix, suffix.Length);
            prefix = prefix[..Math.Min(prefix.Length, room)];
        }

        return string.Create(prefix.Length + suffix.Length, (prefix, suffix), static (name, parts) =>
        {
            parts.prefix.CopyTo(name);
            parts.suffix.CopyTo(name[parts.prefix.Length..]);
            foreach (ref var character in name)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '.'))
                    character = '_';
            }
        });
    }

    static bool IsOrBeginsWith(string section, string prefix) =>
        section.StartsWith(prefix, StringComparison.Ordinal) && (section.Length == prefix.Length || section[prefix.Length] == '.');
}
