using System.Text.Json;
using Sluice.Bpf.Platform;
using Sluice.Cli.Output;
using Sluice.Kernel.Features;

namespace Sluice.Cli.Kernel;

/// <summary>What the running kernel has and lacks, as tables or as JSON.</summary>
sealed class FeatureReport
{
    readonly ILookup<FeatureGroup, KernelFeature> _features;
    readonly IReadOnlyList<KernelSetting> _settings = KernelSettings.Read();
    readonly IReadOnlyList<(string Name, bool IsThere, string For)> _capabilities = KernelSettings.ReadCapabilities();
    readonly IReadOnlyList<(ProgramTypeInfo Type, Helper[] There)> _helpers;

    /// <summary>Asks the kernel.</summary>
    /// <param name="only">Ask about this group only; null for all.</param>
    /// <param name="helpersOf">Ask for the helpers of these program types.</param>
    public FeatureReport(FeatureGroup? only, IEnumerable<ProgramTypeInfo> helpersOf)
    {
        _features = KernelFeatures.All.Where(feature => only is null || feature.Group == only).ToLookup(feature => feature.Group);
        _helpers = [.. helpersOf.Where(type => HelperSupport.CanAsk(type.Type)).Select(type => (type, HelperSupport.Of(type.Type).ToArray()))];
    }

    /// <summary>Writes tables.</summary>
    public void WriteText(TextWriter output, Style style)
    {
        output.WriteLine($"Linux {KernelRelease.Text}");
        foreach (var group in _features)
        {
            var table = new Table(group.Key.ToString().ToUpperInvariant(), "SINCE", "HERE");
            foreach (var feature in group)
                table.Add(feature.Name, feature.Since.ToString(), Word(feature.State));
            output.WriteLine();
            table.Write(output, style);
        }

        WriteHelpers(output, style);
        output.WriteLine();
        var settings = new Table("SETTING", "VALUE", "MEANING");
        foreach (var setting in _settings)
            settings.Add(setting.Name, setting.Value, setting.Meaning);
        settings.Write(output, style);
        output.WriteLine();
        var capabilities = new Table("CAPABILITY", "HERE", "FOR");
        foreach (var (name, isThere, purpose) in _capabilities)
            capabilities.Add(name, Word(isThere ? FeatureState.Supported : FeatureState.Missing), purpose);
        capabilities.Write(output, style);
    }

    /// <summary>Writes the members of a document.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("release", KernelRelease.Text);
        json.WriteStartObject("features");
        foreach (var group in _features)
        {
            json.Objects(Names.Snake(group.Key.ToString()), group, feature =>
            {
                json.WriteString("name", feature.Name);
                json.WriteString("since", feature.Since.ToString());
                json.WriteString("state", Names.Snake(feature.State.ToString()));
            });
        }

        json.WriteEndObject();
        json.WriteStartObject("helpers");
        foreach (var (type, there) in _helpers)
            json.Strings(type.Name, there.Select(helper => $"bpf_{helper.Name}"));
        json.WriteEndObject();
        json.Objects("settings", _settings, setting =>
        {
            json.WriteString("name", setting.Name);
            json.WriteString("value", setting.Value);
            json.WriteString("meaning", setting.Meaning);
        });
        json.WriteStartObject("capabilities");
        foreach (var (name, isThere, _) in _capabilities)
            json.WriteBoolean(name, isThere);
        json.WriteEndObject();
    }

    void WriteHelpers(TextWriter output, Style style)
    {
        if (_helpers.Count == 0)
            return;
        output.WriteLine();
        var table = new Table("HELPER", "SINCE", "PROGRAMS");
        foreach (var helper in Helpers.All.Where(helper => !helper.IsOwn))
        {
            var callers = _helpers.Where(entry => entry.There.Contains(helper)).Select(entry => entry.Type.Name).ToArray();
            table.Add($"bpf_{helper.Name}", $"{helper.Since}", callers.Length == _helpers.Count && callers.Length > 1 ? "all" : callers.Length == 0 ? "none" : string.Join(' ', callers));
        }

        table.Write(output, style);
    }

    static string Word(FeatureState state) => state switch
    {
        FeatureState.Supported => "yes",
        FeatureState.Missing => "no",
        _ => "not known",
    };
}
