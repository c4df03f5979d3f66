namespace Sluice.Kernel.Inspection;

/// <summary>What the kernel tells about a set of types.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">The kernel's is <c>vmlinux</c>, a module's its name; empty for those that were loaded with programs.</param>
/// <param name="IsOfKernel">Does it describe the kernel, or one of its modules?</param>
/// <param name="Bytes">Its size.</param>
public sealed record BtfDescription(int Id, string Name, bool IsOfKernel, int Bytes);
