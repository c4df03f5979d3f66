namespace Sluice.Kernel.Features;

/// <summary>What a feature belongs to.</summary>
public enum FeatureGroup
{
    /// <summary>Types of programs.</summary>
    Programs,

    /// <summary>Types of maps.</summary>
    Maps,

    /// <summary>Types that describe objects, and CO-RE.</summary>
    Btf,

    /// <summary>What programs may consist of.</summary>
    Instructions,

    /// <summary>What can be done with maps and programs.</summary>
    Operations,

    /// <summary>Ways to attach programs.</summary>
    Links,
}
