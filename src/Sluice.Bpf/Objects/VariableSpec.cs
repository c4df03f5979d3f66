using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Objects;

/// <summary>A global variable of an object: a typed window on the value of a global-data map.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Map">The name of the map that holds it.</param>
/// <param name="Offset">Bytes into the map's value.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Type">Its type, when the object carries BTF.</param>
/// <param name="IsReadOnly">Is it constant for programs (.rodata)?</param>
public sealed record VariableSpec(string Name, string Map, int Offset, int Size, BtfType? Type, bool IsReadOnly)
{
    /// <summary>Must its value come from the kernel's configuration, and has it not come yet?</summary>
    /// <remarks>A program that refers to such a variable cannot be linked. Setting the variable resolves it.</remarks>
    public bool IsUnresolved { get; init; }
}
