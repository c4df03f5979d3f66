namespace Sluice.Bpf.Btf;

/// <summary>The two sections as bytes. They share their names, so they are made, and must be kept, together.</summary>
/// <param name="Types">The contents of <c>.BTF</c>.</param>
/// <param name="Extension">The contents of <c>.BTF.ext</c>; empty if there was nothing to say.</param>
public readonly record struct BtfImage(byte[] Types, byte[] Extension);
