namespace Sluice.Runtime.Maps;

/// <summary>Is called for each entry of a map (bpf_for_each_map_elem) with the addresses that a program may use.</summary>
/// <param name="key">The key; must not be written to.</param>
/// <param name="value">The value itself, of the visiting CPU; for per-CPU kinds that CPU's.</param>
/// <returns>False to stop.</returns>
public unsafe delegate bool MapVisitor(byte* key, byte* value);
