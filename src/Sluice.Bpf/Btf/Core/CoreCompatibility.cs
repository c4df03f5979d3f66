namespace Sluice.Bpf.Btf.Core;

/// <summary>The three relations of types that CO-RE knows, from loose to strict.</summary>
/// <remarks>
/// The rules are those of libbpf and the kernel, as their commit messages state them: "libbpf: Implement BPF CO-RE offset
/// relocation algorithm", "libbpf: Implement type-based CO-RE relocations support", "bpf, libbpf: Add type match support".
/// </remarks>
static class CoreCompatibility
{
    // How deep the kernel follows pointers and arguments; a type that nests deeper relates to nothing.
    const int MaxDepth = 32;

    /// <summary>May <paramref name="local"/> and <paramref name="target"/> be candidates for each other by kind?</summary>
    public static bool OfKinds(BtfType local, BtfType target) => (local, target) switch
    {
        (BtfStruct one, BtfStruct other) => one.IsUnion == other.IsUnion,
        _ => local.GetType() == target.GetType(),
    };

    /// <summary>May a member of type <paramref name="target"/> stand for one of type <paramref name="local"/>?</summary>
    /// <remarks>Any struct or union for any other, any pointer, any integer; an enum or a declaration by its name.</remarks>
    public static bool OfFields(BtfType local, BtfType target) => (local.Resolve(), target.Resolve()) switch
    {
        (BtfStruct, BtfStruct) or (BtfPointer, BtfPointer) or (BtfFloat, BtfFloat) => true,
        (BtfInteger one, BtfInteger other) => one.BitOffset == 0 && other.BitOffset == 0,
        (BtfArray one, BtfArray other) => OfFields(one.Element, other.Element),
        (BtfEnum one, BtfEnum other) => IsSameOrAnonymous(one, other),
        (BtfForward one, BtfForward other) => IsSameOrAnonymous(one, other),
        _ => false,
    };

    /// <summary>Does <paramref name="target"/> exist as <paramref name="local"/> means it? Members do not matter.</summary>
    public static bool OfTypes(BtfType local, BtfType target) => OfTypes(local, target, MaxDepth);

    /// <summary>Can <paramref name="target"/> be used wherever <paramref name="local"/> was declared to be?</summary>
    public static bool Matches(BtfType local, BtfType target) => Matches(local, target, behindPointer: false, MaxDepth);

    static bool OfTypes(BtfType local, BtfType target, int depth) => depth > 0 && (local.Resolve(), target.Resolve()) switch
    {
        (BtfInteger one, BtfInteger other) => one.BitOffset == 0 && other.BitOffset == 0,
        (BtfPointer one, BtfPointer other) => OfTypes(one.Target, other.Target, depth - 1),
        (BtfArray one, BtfArray other) => OfTypes(one.Element, other.Element, depth - 1),
        (BtfFunctionPrototype one, BtfFunctionPrototype other) =>
            Signatures(one, other, (left, right) => OfTypes(left, right, depth - 1)),
        (BtfStruct or BtfEnum or BtfForward or BtfVoid, _) and var (one, other) => OfKinds(one, other),
        _ => false,
    };

    static bool Matches(BtfType local, BtfType target, bool behindPointer, int depth)
    {
        var (one, other) = (local.Resolve(), target.Resolve());
        if (depth == 0 || !CoreNames.Match(one.Name, other.Name))
            return false;
        return (one, other) switch
        {
            (BtfVoid, BtfVoid) => true,
            (BtfInteger left, BtfInteger right) => left.Bits == right.Bits && left.IsSigned == right.IsSigned,
            (BtfPointer left, BtfPointer right) => Matches(left.Target, right.Target, behindPointer: true, depth - 1),
            (BtfArray left, BtfArray right) =>
                left.Count == right.Count && Matches(left.Element, right.Element, behindPointer, depth - 1),
            (BtfEnum left, BtfEnum right) => EnumMatches(left, right),
            (BtfStruct left, BtfStruct right) =>
                left.IsUnion == right.IsUnion && (behindPointer || MembersMatch(left, right, depth)),
            (BtfForward left, BtfForward right) => left.IsUnion == right.IsUnion,
            (BtfForward left, BtfStruct right) => behindPointer && left.IsUnion == right.IsUnion,
            (BtfStruct left, BtfForward right) => behindPointer && left.IsUnion == right.IsUnion,
            (BtfFunctionPrototype left, BtfFunctionPrototype right) =>
                Signatures(left, right, (a, b) => Matches(a, b, behindPointer, depth - 1)),
            _ => false,
        };
    }

    static bool MembersMatch(BtfStruct local, BtfStruct target, int depth)
    {
        if (local.Members.Length > target.Members.Length)
            return false;
        var targets = target.Members.ToLookup(member => CoreNames.Essential(member.Name), member => member.Type);
        return local.Members.All(member => targets[CoreNames.Essential(member.Name)]
            .Any(type => Matches(member.Type, type, behindPointer: false, depth - 1)));
    }

    static bool EnumMatches(BtfEnum local, BtfEnum target)
    {
        var targets = target.Values.Select(value => CoreNames.Essential(value.Name)).ToHashSet();
        return local.Size == target.Size && local.Values.Length <= target.Values.Length
            && local.Values.All(value => targets.Contains(CoreNames.Essential(value.Name)));
    }

    static bool Signatures(BtfFunctionPrototype local, BtfFunctionPrototype target, Func<BtfType, BtfType, bool> relate) =>
        local.Parameters.Length == target.Parameters.Length
        && local.Parameters.Zip(target.Parameters).All(pair => relate(pair.First.Type, pair.Second.Type))
        && relate(local.Return, target.Return);

    static bool IsSameOrAnonymous(BtfType local, BtfType target) =>
        local.Name.Length == 0 || target.Name.Length == 0 || CoreNames.Match(local.Name, target.Name);
}
