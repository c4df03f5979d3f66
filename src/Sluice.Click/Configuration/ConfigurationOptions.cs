namespace Sluice.Click.Configuration;

/// <summary>What a configuration is read with.</summary>
public sealed record ConfigurationOptions
{
    /// <summary>The names of the element classes that there are.</summary>
    public required IReadOnlyCollection<string> Classes { get; init; }

    /// <summary>Values of variables, which win over those that the file defines.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; init; } = new Dictionary<string, string>();

    /// <summary>The packages that <c>require(package …)</c> finds.</summary>
    public IReadOnlyCollection<string> Packages { get; init; } = StandardPackages;

    /// <summary>Reads a library by its name; null if there is none.</summary>
    public Func<string, string?> ReadLibrary { get; init; } = _ => null;

    /// <summary>Packages of Click whose elements, as far as there are any, are always there.</summary>
    public static IReadOnlyCollection<string> StandardPackages { get; } =
        ["analysis", "aqm", "ethernet", "etherswitch", "fastclassifier", "icmp", "ip", "local", "radio", "simple", "sluice", "standard", "tcpudp", "threads", "userlevel"];
}
