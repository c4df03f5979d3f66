namespace Sluice.Bpf.Btf;

/// <summary>What a CO-RE relocation asks of the target's types.</summary>
/// <remarks>include/uapi/linux/bpf.h, enum bpf_core_relo_kind.</remarks>
public enum CoreRelocationKind
{
#pragma warning disable CS1591 // Each name is the kernel's.
    FieldByteOffset = 0,
    FieldByteSize = 1,
    FieldExists = 2,
    FieldSigned = 3,
    FieldLeftShift = 4,
    FieldRightShift = 5,
    TypeIdLocal = 6,
    TypeIdTarget = 7,
    TypeExists = 8,
    TypeSize = 9,
    EnumValueExists = 10,
    EnumValue = 11,
    TypeMatches = 12,
#pragma warning restore CS1591
}
