using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>Where a function stands, which decides how a compiler leaves references to it.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Offset">Its first slot within the section.</param>
/// <param name="IsGlobal">Is its symbol visible outside the object?</param>
readonly record struct FunctionPlace(string Section, int Offset, bool IsGlobal)
{
    /// <summary>A function of another object.</summary>
    public static readonly FunctionPlace Elsewhere = new("", 0, true);

    public static FunctionPlace Of(FunctionSpec function) => new(function.Section, function.SectionOffset, function.IsGlobal);

    /// <summary>The immediate that clang leaves in an instruction that refers to a symbol.</summary>
    /// <param name="relocation">What is referred to.</param>
    /// <param name="written">The bytes that the text adds to the symbol.</param>
    /// <param name="isCall">Is it a call and not an address?</param>
    /// <param name="target">The function referred to; anything where it is none.</param>
    /// <remarks>
    /// Global symbols get a relocation against themselves and nothing in place; static ones one against their section, with
    /// their place in it; and a call within a section is resolved by the compiler unless the callee is global.
    /// </remarks>
    public int ImmediateFor(in Relocation relocation, int written, bool isCall, FunctionPlace target) => relocation.Kind switch
    {
        RelocationKind.MapValue or RelocationKind.KernelConfiguration => written,
        RelocationKind.FunctionAddress => target.IsGlobal ? 0 : target.Offset * BpfInstruction.Size,
        RelocationKind.Call when target.IsGlobal => -1,
        RelocationKind.Call when target.Section == Section => target.Offset - (Offset + relocation.Instruction) - 1,
        RelocationKind.Call => target.Offset - 1,
        _ => isCall ? -1 : 0,
    };
}
