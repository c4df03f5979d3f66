namespace Sluice.Bpf.Linking;

/// <summary>A function or a variable of a kernel, or of one of its modules, as an instruction names it.</summary>
/// <param name="Id">The id of its BTF type.</param>
/// <param name="Module">The number by which the engine knows the module; 0 for the kernel itself. Engines put the module's
/// descriptor where the number stands: in the offset of a call, in the second half of a 64-bit immediate.</param>
public readonly record struct KernelTypeReference(int Id, int Module = 0);
