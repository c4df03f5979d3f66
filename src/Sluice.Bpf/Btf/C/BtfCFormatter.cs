namespace Sluice.Bpf.Btf.C;

/// <summary>Writes types as C: one declaration, one definition, or a whole collection that compiles.</summary>
/// <remarks>
/// GNU C17, for clang and gcc. Sizes and offsets are those of BTF: where C would lay a struct out otherwise, it is declared
/// packed or gets unnamed bit fields for the gaps. Alignment beyond what a layout shows is not known to BTF.
/// </remarks>
public static class BtfCFormatter
{
    /// <summary>A declaration on one line: <c>struct flow *next</c>, <c>int (*parse)(void *, u32)</c>.</summary>
    /// <param name="type">The type; of a function or variable, its own declaration.</param>
    /// <param name="name">What is declared; empty for the type alone.</param>
    public static string Declare(BtfType type, string name = "") => new BtfCWriter(new BtfCNames()).Declare(type, name);

    /// <summary>The definition of a struct, union, enum or typedef, with its semicolon; of other types, a declaration.</summary>
    public static string Define(BtfType type) => new BtfCWriter(new BtfCNames()).Define(type);

    /// <summary>Writes all types, each behind those that it needs.</summary>
    /// <param name="types">The types. Of split BTF, those of its own and what they need of the base.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="preserveAccessIndex">
    /// Shall clang record accesses to these types as CO-RE relocations? Programs that include a kernel's types want that.
    /// </param>
    /// <exception cref="Objects.BpfFormatException">The types nest too deep to be written.</exception>
    public static void WriteAll(BtfTypes types, TextWriter writer, bool preserveAccessIndex = false)
    {
        if (preserveAccessIndex)
        {
            writer.Write("""
                #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
                #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
                #endif


                """);
        }

        new BtfCOrder(types, writer).WriteAll();
        if (preserveAccessIndex)
        {
            writer.Write("""
                #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
                #pragma clang attribute pop
                #endif

                """);
        }
    }
}
