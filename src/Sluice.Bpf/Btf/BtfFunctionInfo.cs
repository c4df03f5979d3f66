namespace Sluice.Bpf.Btf;

/// <summary>The type of a function in a section of instructions (struct bpf_func_info).</summary>
/// <param name="Offset">Bytes from the section's start to the function.</param>
/// <param name="Function">Its name and type.</param>
public readonly record struct BtfFunctionInfo(int Offset, BtfFunction Function);
