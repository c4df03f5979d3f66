using Known = Sluice.Bpf.Platform.Helpers;

namespace Sluice.Runtime.Helpers;

/// <summary>The helpers that every runtime has.</summary>
public static class StandardHelpers
{
    /// <summary>All of them.</summary>
    public static HelperTable Table { get; } = new(
        new(Known.MapLookupElem, MapHelpers.Lookup),
        new(Known.MapUpdateElem, MapHelpers.Update),
        new(Known.MapDeleteElem, MapHelpers.Delete),
        new(Known.TailCall, ControlHelpers.TailCall),
        new(Known.Loop, ControlHelpers.Loop));
}
