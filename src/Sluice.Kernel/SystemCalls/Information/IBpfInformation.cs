namespace Sluice.Kernel.SystemCalls;

/// <summary>What BPF_OBJ_GET_INFO_BY_FD answers. Fields bear the kernel's names, as in <see cref="IBpfAttributes"/>.</summary>
/// <remarks>An older kernel fills in less and leaves the rest zero.</remarks>
interface IBpfInformation
{
    /// <summary>The struct's name in the kernel.</summary>
    static abstract string Struct { get; }
}
