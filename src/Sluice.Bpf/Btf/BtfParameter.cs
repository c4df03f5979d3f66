namespace Sluice.Bpf.Btf;

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Type">Its type.</param>
public sealed record BtfParameter(string Name, BtfType Type);
