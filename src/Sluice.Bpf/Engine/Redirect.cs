namespace Sluice.Bpf.Engine;

/// <summary>The target of a redirect.</summary>
/// <param name="InterfaceIndex">The interface, or 0 if a map names the target.</param>
/// <param name="Map">The device, CPU or socket map, or null.</param>
/// <param name="Key">The entry in <paramref name="Map"/>.</param>
/// <param name="Flags">The flags that the program gave.</param>
public readonly record struct Redirect(int InterfaceIndex, IBpfMap? Map = null, uint Key = 0, ulong Flags = 0);
