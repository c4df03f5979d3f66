namespace Sluice.Bpf.Linking;

/// <summary>The symbols that a kernel offers to programs (<c>__ksym</c>).</summary>
public interface IKernelSymbols
{
    /// <summary>The address of a symbol that is declared without a type, or null if there is none.</summary>
    ulong? FindAddress(string name);

    /// <summary>A variable with a type, or null if there is none.</summary>
    KernelTypeReference? FindVariable(string name);

    /// <summary>A function that programs may call, or null if there is none.</summary>
    KernelTypeReference? FindFunction(string name);
}
