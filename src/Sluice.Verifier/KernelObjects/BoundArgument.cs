using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.KernelObjects;

/// <summary>An argument of what a program is bound to.</summary>
/// <param name="Kind">What it is; <see cref="StepKind.Memory"/> for the buffers of iterators.</param>
/// <param name="Type">The object's type, or null.</param>
/// <param name="Tag">The type tag of the pointer, or empty.</param>
/// <param name="Trust">How surely it lives.</param>
/// <param name="IsNullable">May it be null?</param>
/// <param name="Fault">Why it cannot be read, in words; else empty.</param>
readonly record struct BoundArgument(
    StepKind Kind, BtfStruct? Type = null, string Tag = "", Trust Trust = Trust.None, bool IsNullable = false, string Fault = "")
{
    /// <summary>Must it be read as a whole?</summary>
    public bool IsPointer { get; init; }

    /// <summary>What it can be, if it is a number of which the kernel says that.</summary>
    public ReturnRange? Range { get; init; }

    /// <summary>May its memory only be read?</summary>
    public bool IsReadOnly { get; init; }
}
