namespace Sluice.Bpf.Btf;

/// <summary><c>void</c>, id 0 of every collection.</summary>
public sealed class BtfVoid : BtfType;
