namespace Sluice.Bpf.Btf.Binary;

/// <summary>The numbers of the kinds (include/uapi/linux/btf.h, BTF_KIND_INT and the following).</summary>
enum BtfKind
{
    Unknown,
    Integer,
    Pointer,
    Array,
    Struct,
    Union,
    Enum,
    Forward,
    Typedef,
    Volatile,
    Const,
    Restrict,
    Function,
    FunctionPrototype,
    Variable,
    DataSection,
    Float,
    DeclarationTag,
    TypeTag,
    Enum64,
}
