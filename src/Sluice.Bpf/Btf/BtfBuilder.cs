using System.Collections.Immutable;
using Sluice.Bpf.Btf.Binary;

namespace Sluice.Bpf.Btf;

/// <summary>Builds a collection of types, one after the other. Each method adds a type and returns it.</summary>
/// <remarks>
/// A type may refer to types of this builder, of its base, and to <see cref="Void"/>; <see cref="Import"/> brings in those
/// of other collections. A struct that must exist before its members do is begun with <see cref="Struct(string, int, bool)"/>
/// and finished with <see cref="SetMembers"/>. Not safe to share between threads.
/// </remarks>
public sealed partial class BtfBuilder
{
    // BTF_MAX_VLEN of include/uapi/linux/btf.h.
    const int MaxElements = 0xffff;

    readonly List<BtfType> _all;
    readonly BtfTypes? _base;
    readonly bool _isBigEndian;

    /// <summary>Begins a collection.</summary>
    /// <param name="base">The collection whose types come first, or null.</param>
    /// <param name="isBigEndian">The byte order in which it will be written.</param>
    public BtfBuilder(BtfTypes? @base = null, bool isBigEndian = false)
    {
        (_base, _isBigEndian) = (@base, isBigEndian);
        _all = @base is null ? [new BtfVoid()] : [.. @base.All];
    }

    /// <summary><c>void</c>.</summary>
    public BtfType Void => _all[0];

    /// <summary>How many types there are, <c>void</c> and the base's included; the id of the next one.</summary>
    public int Count => _all.Count;

    /// <summary>An integer that fills its bytes.</summary>
    /// <param name="name">C's name of it.</param>
    /// <param name="size">Bytes, 1 to 16.</param>
    /// <param name="encoding">Signed, character or boolean.</param>
    public BtfInteger Integer(string name, int size, BtfIntegerEncoding encoding = BtfIntegerEncoding.None)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 16);
        return Add(new BtfInteger { Name = name, Size = size, Bits = size * 8, Encoding = encoding });
    }

    /// <summary>A floating-point number of 2, 4, 8, 12 or 16 bytes.</summary>
    public BtfFloat Float(string name, int size) => size is 2 or 4 or 8 or 12 or 16
        ? Add(new BtfFloat { Name = name, Size = size })
        : throw new ArgumentOutOfRangeException(nameof(size), size, "expected 2, 4, 8, 12 or 16");

    /// <summary>A pointer.</summary>
    public BtfPointer Pointer(BtfType target) => Add(new BtfPointer { Target = Known(target) });

    /// <summary>An array.</summary>
    /// <param name="element">The elements' type.</param>
    /// <param name="count">Elements; 0 for a flexible array member.</param>
    /// <param name="index">An integer type, for the index.</param>
    public BtfArray Array(BtfType element, int count, BtfType index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Add(new BtfArray { Element = Known(element), Index = Known(index), Length = (uint)count });
    }

    /// <summary>A struct or a union with its members.</summary>
    /// <param name="name">Its tag; empty for an anonymous one.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="members">The members; bit offsets and sizes are the caller's.</param>
    /// <param name="isUnion">Is it a union?</param>
    public BtfStruct Struct(string name, int size, IEnumerable<BtfMember> members, bool isUnion = false) =>
        SetMembers(Struct(name, size, isUnion), members);

    /// <summary>A struct or a union whose members follow with <see cref="SetMembers"/>.</summary>
    public BtfStruct Struct(string name, int size, bool isUnion = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return Add(new BtfStruct { Name = name, Size = size, IsUnion = isUnion });
    }

    /// <summary>Sets the members of a struct of this builder.</summary>
    /// <exception cref="ArgumentException">A member lies outside the struct, or its place cannot be written.</exception>
    public BtfStruct SetMembers(BtfStruct type, IEnumerable<BtfMember> members)
    {
        Known(type);
        type.Members = [.. members];
        CheckCount(type.Members.Length, "members");
        // With bit fields, 24 bits are left for the offset (BTF_MEMBER_BIT_OFFSET).
        var limit = type.Members.Any(member => member.BitSize > 0) ? 0xff_ffff : int.MaxValue;
        foreach (var member in type.Members)
        {
            Known(member.Type);
            if (member.BitOffset < 0 || member.BitSize is < 0 or > 0xff || member.BitOffset > limit
                || member.BitOffset + (long)member.BitSize > 8L * type.Size)
            {
                throw new ArgumentException($"found member '{member.Name}' of '{type.Name}' at bit {member.BitOffset}, "
                    + $"expected it within {type.Size} bytes", nameof(members));
            }
        }

        return type;
    }

    /// <summary>An enumeration.</summary>
    /// <param name="name">Its tag, or empty.</param>
    /// <param name="size">Bytes: 1, 2, 4 or 8. One of 8 is written as BTF_KIND_ENUM64.</param>
    /// <param name="values">The constants.</param>
    /// <param name="isSigned">Are they signed?</param>
    public BtfEnum Enum(string name, int size, IEnumerable<BtfEnumValue> values, bool isSigned = false)
    {
        if (size is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(size), size, "expected 1, 2, 4 or 8");
        var all = values.ToImmutableArray();
        CheckCount(all.Length, "constants");
        return Add(new BtfEnum { Name = name, Size = size, Values = all, IsSigned = isSigned, Is64 = size == 8 });
    }

    /// <summary>A declaration without a definition.</summary>
    public BtfForward Forward(string name, bool isUnion = false) => Add(new BtfForward { Name = name, IsUnion = isUnion });

    /// <summary>A typedef.</summary>
    public BtfTypedef Typedef(string name, BtfType target) => Add(new BtfTypedef { Name = name, Target = Known(target) });

    /// <summary>A qualified type.</summary>
    /// <param name="kind">Which qualifier.</param>
    /// <param name="target">What it qualifies.</param>
    /// <param name="tag">The text of a type tag.</param>
    public BtfQualifier Qualifier(BtfQualifierKind kind, BtfType target, string tag = "") =>
        Add(new BtfQualifier { Kind = kind, Name = tag, Target = Known(target) });

    /// <summary>The type of a function.</summary>
    /// <param name="returns">What it returns.</param>
    /// <param name="parameters">Its parameters; those of a variadic function end in one without a name and of type void.</param>
    public BtfFunctionPrototype FunctionPrototype(BtfType returns, params IEnumerable<BtfParameter> parameters)
    {
        var all = parameters.ToImmutableArray();
        CheckCount(all.Length, "parameters");
        foreach (var parameter in all)
            Known(parameter.Type);
        return Add(new BtfFunctionPrototype { Return = Known(returns), Parameters = all });
    }

    /// <summary>A function.</summary>
    public BtfFunction Function(string name, BtfFunctionPrototype prototype, BtfLinkage linkage = BtfLinkage.Global) =>
        Add(new BtfFunction { Name = name, Prototype = Known(prototype), Linkage = linkage });

    /// <summary>A global variable.</summary>
    public BtfVariable Variable(string name, BtfType type, BtfLinkage linkage = BtfLinkage.Global) =>
        Add(new BtfVariable { Name = name, Type = Known(type), Linkage = linkage });

    /// <summary>A section of global variables.</summary>
    /// <param name="name">The ELF section's name.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="variables">The variables; a kernel wants them by offset.</param>
    public BtfDataSection DataSection(string name, int size, params IEnumerable<BtfSectionVariable> variables)
    {
        var all = variables.ToImmutableArray();
        CheckCount(all.Length, "variables");
        foreach (var variable in all)
            Known(variable.Variable);
        return Add(new BtfDataSection { Name = name, Size = size, Variables = all });
    }

    /// <summary>A tag on a declaration.</summary>
    /// <param name="text">The tag.</param>
    /// <param name="target">A struct, union, function, variable or typedef.</param>
    /// <param name="component">The member or parameter, or -1 for the whole.</param>
    public BtfDeclarationTag DeclarationTag(string text, BtfType target, int component = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(component, -1);
        return Add(new BtfDeclarationTag { Name = text, Target = Known(target), Component = component });
    }

    /// <summary>The collection of all types added so far. The builder can go on; what it builds later has these too.</summary>
    /// <exception cref="InvalidOperationException">A type contains itself, or types nest too deep.</exception>
    public BtfTypes Build()
    {
        var all = _all.ToArray();
        BtfGraph.Check(all, _base?.All.Length ?? 1, (id, found, expected) =>
            new InvalidOperationException($"type {id}: found {found}, expected {expected}"));
        return new()
        {
            All = [.. all],
            Base = _base,
            IsBigEndian = _isBigEndian,
            Strings = _base is null ? BtfStrings.Empty : new([], _base.Strings),
        };
    }

    T Add<T>(T type)
        where T : BtfType
    {
        type.Id = _all.Count;
        _all.Add(type);
        return type;
    }

    T Known<T>(T type)
        where T : BtfType => (uint)type.Id < (uint)_all.Count && ReferenceEquals(_all[type.Id], type)
        ? type
        : throw new ArgumentException(
            $"found the {BtfKindNames.Of(type)} '{type.Name}' of another collection, expected one of this builder");

    static void CheckCount(int count, string what)
    {
        if (count > MaxElements)
            throw new ArgumentException($"found {count} {what}, expected at most {MaxElements}");
    }
}
