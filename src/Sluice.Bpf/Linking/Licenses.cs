namespace Sluice.Bpf.Linking;

/// <summary>What a licence lets a program do.</summary>
/// <remarks>include/linux/license.h, license_is_gpl_compatible.</remarks>
public static class Licenses
{
    static readonly string[] s_gplCompatible =
        ["GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"];

    /// <summary>May a program under it call all helpers?</summary>
    public static bool IsGplCompatible(string license) => s_gplCompatible.Contains(license);
}
