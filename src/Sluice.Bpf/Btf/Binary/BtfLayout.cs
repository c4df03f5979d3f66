namespace Sluice.Bpf.Btf.Binary;

/// <summary>How many bytes follow a type's common part.</summary>
/// <param name="Name">The kind's name, as the kernel spells it behind BTF_KIND_.</param>
/// <param name="Fixed">Bytes that follow once.</param>
/// <param name="Element">Bytes that follow for each counted element.</param>
readonly record struct BtfLayout(string Name, int Fixed, int Element)
{
    /// <summary>The layouts, by kind.</summary>
    static readonly BtfLayout[] s_all =
    [
        new("UNKN", 0, 0),
        new("INT", 4, 0),
        new("PTR", 0, 0),
        new("ARRAY", 12, 0),
        new("STRUCT", 0, 12),
        new("UNION", 0, 12),
        new("ENUM", 0, 8),
        new("FWD", 0, 0),
        new("TYPEDEF", 0, 0),
        new("VOLATILE", 0, 0),
        new("CONST", 0, 0),
        new("RESTRICT", 0, 0),
        new("FUNC", 0, 0),
        new("FUNC_PROTO", 0, 8),
        new("VAR", 4, 0),
        new("DATASEC", 0, 12),
        new("FLOAT", 0, 0),
        new("DECL_TAG", 4, 0),
        new("TYPE_TAG", 0, 0),
        new("ENUM64", 0, 12),
    ];

    /// <summary>Is there such a kind?</summary>
    public static bool Exists(int kind) => kind > 0 && kind < s_all.Length;

    /// <summary>The highest kind's number.</summary>
    public static int Last => s_all.Length - 1;

    /// <summary>The layout of a kind that exists.</summary>
    public static BtfLayout Of(int kind) => s_all[kind];

    /// <summary>Bytes of a whole record with <paramref name="count"/> elements.</summary>
    public long Bytes(int count) => BtfRecord.CommonBytes + Fixed + (long)Element * count;
}
