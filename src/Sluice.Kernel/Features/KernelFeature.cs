namespace Sluice.Kernel.Features;

/// <summary>Something that a kernel has or lacks.</summary>
/// <remarks>Found out by trying, once and when first asked for: distributions carry features back to older releases, and kernels
/// are built without some. Nothing is attached, and nothing stays.</remarks>
public sealed class KernelFeature
{
    readonly Lazy<FeatureState> _state;
    readonly string? _plural;

    internal KernelFeature(FeatureGroup group, string name, Version since, Func<FeatureState> probe, string? inWords = null)
    {
        (Group, Name, Since, _plural) = (group, name, since, inWords);
        _state = new(probe);
    }

    /// <summary>What it belongs to.</summary>
    public FeatureGroup Group { get; }

    /// <summary>Its name: a type's as bpftool prints it, else a few words.</summary>
    public string Name { get; }

    /// <summary>The first Linux release that has it.</summary>
    public Version Since { get; }

    /// <summary>Does the running kernel have it?</summary>
    public FeatureState State => _state.Value;

    /// <summary>Why something that needs it does not work here, for messages; empty if the kernel has it.</summary>
    public string Explain()
    {
        if (State == FeatureState.Supported)
            return "";
        var what = _plural ?? Name;
        if (Since > KernelRelease.Version)
            return $"{what} came with Linux {Since}, this is {KernelRelease.Text}";
        return State == FeatureState.Missing ? $"this kernel ({KernelRelease.Text}) was built without {what}, which Linux has since {Since}" : "";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} (Linux {Since}): {State}";
}
