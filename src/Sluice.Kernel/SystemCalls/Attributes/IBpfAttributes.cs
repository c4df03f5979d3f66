namespace Sluice.Kernel.SystemCalls;

/// <summary>The arguments of one command, laid out as one member of union bpf_attr.</summary>
/// <remarks>
/// Fields bear the kernel's names in our spelling (<c>MapType</c> is <c>map_type</c>), so that a test compares every offset
/// and size with the running kernel's BTF.
/// </remarks>
interface IBpfAttributes
{
    /// <summary>The name of the member of the union; empty where it has none.</summary>
    static abstract string Member { get; }
}
