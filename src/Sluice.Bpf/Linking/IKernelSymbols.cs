namespace Sluice.Bpf.Linking;

/// <summary>The symbols that a kernel offers to programs (<c>__ksym</c>).</summary>
public interface IKernelSymbols
{
    /// <summary>The address of a symbol, or null if there is none.</summary>
    ulong? FindAddress(string name);

    /// <summary>The BTF id of a function that programs may call, or null if there is none.</summary>
    int? FindFunction(string name);
}
