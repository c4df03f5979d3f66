using Sluice.Bpf.Btf.Binary;

namespace Sluice.Bpf.Btf;

/// <summary>Writes types, and what <c>.BTF.ext</c> says about instructions, as an object file holds them.</summary>
/// <remarks>
/// Documentation/bpf/btf.rst of the kernel. What was read and not changed is written with the same ids and the same places
/// of names; for what clang and pahole make, that gives the same bytes.
/// </remarks>
public sealed class BtfWriter
{
    const int HeaderBytes = 24;

    readonly BtfTypes _types;
    readonly BtfOutput _output;
    readonly BtfStringWriter _names;

    BtfWriter(BtfTypes types, BtfStringWriter names)
    {
        _types = types;
        _names = names;
        _output = new(types.IsBigEndian);
    }

    /// <summary>The contents of a <c>.BTF</c> section. Of split BTF, only the types that are not the base's.</summary>
    public static byte[] Write(BtfTypes types) => Write(types, new()).Types;

    /// <summary>The contents of both sections.</summary>
    /// <param name="types">The types.</param>
    /// <param name="extension">What refers to them.</param>
    public static BtfImage Write(BtfTypes types, BtfExtension extension)
    {
        var (bytes, extensionBytes) = Write(types, names => extension.Sections.IsEmpty
            ? []
            : new BtfExtensionWriter(names, types.IsBigEndian).Write(extension));
        return new(bytes, extensionBytes);
    }

    /// <summary>The contents of a <c>.BTF</c> section, and of what else refers to its names.</summary>
    internal static (byte[] Types, T Others) Write<T>(BtfTypes types, Func<BtfStringWriter, T> writeOthers)
    {
        var names = new BtfStringWriter(types);
        // Types first: a compiler's order of names. What others add must be there before the table is written.
        var writer = new BtfWriter(types, names);
        foreach (var type in types.Own)
            writer.Write(type);
        var others = writeOthers(names);
        return (writer.Finish(), others);
    }

    byte[] Finish()
    {
        var section = new BtfOutput(_types.IsBigEndian);
        section.Header(HeaderBytes);
        section.UInt32(0, (uint)_output.Length, (uint)_output.Length, (uint)_names.Bytes.Length);
        section.Append(_output.Bytes);
        section.Append(_names.Bytes);
        return section.Bytes.ToArray();
    }

    void Write(BtfType type)
    {
        switch (type)
        {
            case BtfInteger integer:
                Common(type, BtfKind.Integer, (uint)integer.Size);
                _output.UInt32((uint)integer.Encoding << 24 | (uint)integer.BitOffset << 16 | (uint)integer.Bits);
                break;
            case BtfPointer pointer:
                Common(type, BtfKind.Pointer, Id(pointer.Target));
                break;
            case BtfArray array:
                Common(type, BtfKind.Array, 0);
                _output.UInt32(Id(array.Element), Id(array.Index), array.Length);
                break;
            case BtfStruct @struct:
                WriteStruct(@struct);
                break;
            case BtfEnum @enum:
                WriteEnum(@enum);
                break;
            case BtfForward forward:
                Common(type, BtfKind.Forward, 0, flag: forward.IsUnion);
                break;
            case BtfTypedef typedef:
                Common(type, BtfKind.Typedef, Id(typedef.Target));
                break;
            case BtfQualifier qualifier:
                Common(type, KindOf(qualifier), Id(qualifier.Target), flag: qualifier.IsAttribute);
                break;
            case BtfFunction function:
                Common(type, BtfKind.Function, Id(function.Prototype), (int)function.Linkage);
                break;
            case BtfFunctionPrototype prototype:
                Common(type, BtfKind.FunctionPrototype, Id(prototype.Return), prototype.Parameters.Length);
                foreach (var parameter in prototype.Parameters)
                    _output.UInt32(_names.Offset(parameter.Name), Id(parameter.Type));
                break;
            case BtfVariable variable:
                Common(type, BtfKind.Variable, Id(variable.Type));
                _output.UInt32((uint)variable.Linkage);
                break;
            case BtfDataSection section:
                Common(type, BtfKind.DataSection, (uint)section.Size, section.Variables.Length);
                foreach (var variable in section.Variables)
                    _output.UInt32(Id(variable.Variable), (uint)variable.Offset, (uint)variable.Size);
                break;
            case BtfFloat number:
                Common(type, BtfKind.Float, (uint)number.Size);
                break;
            case BtfDeclarationTag tag:
                Common(type, BtfKind.DeclarationTag, Id(tag.Target), flag: tag.IsAttribute);
                _output.UInt32((uint)tag.Component);
                break;
        }
    }

    void WriteStruct(BtfStruct type)
    {
        var hasBitFields = type.HasBitFieldLayout || type.Members.Any(member => member.BitSize > 0);
        Common(type, type.IsUnion ? BtfKind.Union : BtfKind.Struct, (uint)type.Size, type.Members.Length, hasBitFields);
        foreach (var member in type.Members)
        {
            _output.UInt32(_names.Offset(member.Name), Id(member.Type), (uint)member.BitOffset | (uint)member.BitSize << 24);
        }
    }

    void WriteEnum(BtfEnum type)
    {
        Common(type, type.Is64 ? BtfKind.Enum64 : BtfKind.Enum, (uint)type.Size, type.Values.Length, type.IsSigned);
        foreach (var value in type.Values)
        {
            _output.UInt32(_names.Offset(value.Name), (uint)value.Value);
            if (type.Is64)
                _output.UInt32((uint)(value.Value >> 32));
        }
    }

    static BtfKind KindOf(BtfQualifier qualifier) => qualifier.Kind switch
    {
        BtfQualifierKind.Const => BtfKind.Const,
        BtfQualifierKind.Volatile => BtfKind.Volatile,
        BtfQualifierKind.Restrict => BtfKind.Restrict,
        _ => BtfKind.TypeTag,
    };

    void Common(BtfType type, BtfKind kind, uint sizeOrType, int count = 0, bool flag = false) =>
        _output.UInt32(_names.Offset(type.Name), (flag ? 1u << 31 : 0) | (uint)kind << 24 | (uint)count, sizeOrType);

    static uint Id(BtfType type) => (uint)type.Id;
}
