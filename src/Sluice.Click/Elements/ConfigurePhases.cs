namespace Sluice.Click.Elements;

/// <summary>In what order elements are configured.</summary>
public static class ConfigurePhases
{
    /// <summary>Elements that give names to things.</summary>
    public const int Information = 20;

    /// <summary>Elements that stand for devices, which others then name.</summary>
    public const int Device = 50;

    /// <summary>All others.</summary>
    public const int Default = 100;

    /// <summary>Elements that look at how others were configured.</summary>
    public const int Last = 1000;
}
