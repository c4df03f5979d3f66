namespace Sluice.Chains.Code;

/// <summary>An interface that a map's entry names.</summary>
/// <param name="IsKey">Does it stand in the key, and not in the value?</param>
/// <param name="Offset">Where.</param>
/// <param name="Name">Its name.</param>
public readonly record struct InterfaceName(bool IsKey, int Offset, string Name);
