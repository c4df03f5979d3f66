namespace Sluice.Bpf.Btf.Binary;

/// <summary>Where one type stands in the section, and the packed fields of its first twelve bytes.</summary>
/// <remarks>struct btf_type of include/uapi/linux/btf.h: name_off, info, and size or type.</remarks>
/// <param name="Offset">Bytes from the section's start.</param>
/// <param name="Info">Count of elements, kind and flag in one.</param>
readonly record struct BtfRecord(int Offset, uint Info)
{
    /// <summary>Bytes of the part that all kinds have.</summary>
    public const int CommonBytes = 12;

    /// <summary>The kind's number. Six bits were unused once and are now the kind's and the count's.</summary>
    public int Kind => (int)(Info >> 24 & 0x7f);

    /// <summary>Members, enumerators, parameters or variables that follow; for a function, its linkage.</summary>
    public int Count => (int)(Info & 0xff_ffff);

    /// <summary>The kind's flag: bit fields, a union, signed values, or an attribute.</summary>
    public bool Flag => Info >> 31 != 0;

    /// <summary>Where the size or the type's id stands.</summary>
    public int SizeField => Offset + 8;

    /// <summary>Where the part that the kind adds begins.</summary>
    public int Details => Offset + CommonBytes;
}
