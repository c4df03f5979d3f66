using System.Globalization;

namespace Sluice.Bpf.Btf.Core;

/// <summary>A place within a type: where a CO-RE field relocation points, in the local types or in the target's.</summary>
sealed class CorePath
{
    // Of libbpf and the kernel: BPF_CORE_SPEC_MAX_LEN.
    const int MaxSteps = 64;

    readonly List<CoreStep> _steps = [];
    bool _atLastMember;

    CorePath(BtfType root) => (Root, Type) = (root, root);

    /// <summary>Where it starts.</summary>
    public BtfType Root { get; }

    /// <summary>Where it ends.</summary>
    public BtfType Type { get; private set; }

    /// <summary>Bits from the root's start.</summary>
    public long BitOffset { get; private set; }

    /// <summary>Bits of the bit field that it ends in, or 0.</summary>
    public int BitFieldSize { get; private set; }

    /// <summary>Does it end in a named member and not in an element?</summary>
    public bool EndsInMember => _steps[^1].Member is not null;

    /// <summary>Follows an access string such as <c>0:1:2</c>: an index of the root, then of a member or element each.</summary>
    /// <param name="root">Where to start.</param>
    /// <param name="access">The string.</param>
    /// <param name="error">Why there is no such place.</param>
    public static CorePath? Parse(BtfType root, string access, out string error)
    {
        var path = new CorePath(root);
        var indices = access.Split(':');
        error = $"access '{access}' of {indices.Length} steps, expected at most {MaxSteps}";
        if (indices.Length > MaxSteps)
            return null;
        for (var i = 0; i < indices.Length; i++)
        {
            error = $"access '{access}' into {BtfKindNames.Of(root)} '{root.Name}': step {i} leads nowhere";
            if (!int.TryParse(indices[i], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return null;
            if (i == 0)
                path.Element(root, index);
            else if (!path.TryStep(index))
                return null;
        }

        return path;
    }

    /// <summary>The place of the same names in another type, or null. Anonymous structs in between do not matter.</summary>
    public CorePath? FindIn(BtfType root)
    {
        var path = new CorePath(root);
        path.Element(root, _steps[0].Index);
        foreach (var step in _steps.Skip(1))
        {
            if (step.Member is null ? !path.TryElement(step.Index) : !path.TryMember(step.Member))
                return null;
        }

        return path;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var index = _steps[0].Index == 0 ? "" : _steps[0].ToString();
        var field = BitFieldSize > 0 ? $"bit {BitOffset}" : $"byte {BitOffset / 8}";
        return $"{BtfKindNames.Of(Root)} {Root.Name}{index}{string.Concat(_steps.Skip(1))} (type {Root.Id}, {field})";
    }

    bool TryStep(int index)
    {
        if (Type.Resolve() is not BtfStruct owner)
            return TryElement(index);
        if (index >= owner.Members.Length)
            return false;
        var member = owner.Members[index];
        Enter(member, member.BitOffset, index == owner.Members.Length - 1);
        if (member.Name.Length > 0)
            _steps.Add(new(member, index));
        return true;
    }

    bool TryElement(int index)
    {
        // The last member of a struct may be an array that goes on: any element is fine.
        if (Type.Resolve() is not BtfArray array || (index >= array.Count && !(array.Count == 0 && _atLastMember)))
            return false;
        Element(array.Element, index);
        return true;
    }

    void Element(BtfType element, int index)
    {
        BitOffset += 8L * index * element.SizeOf();
        (Type, BitFieldSize, _atLastMember) = (element, 0, false);
        _steps.Add(new(null, index));
    }

    bool TryMember(BtfMember local)
    {
        if (Type.Resolve() is not BtfStruct owner || Find(owner, local.Name) is not { } found
            || !CoreCompatibility.OfFields(local.Type, found.Member.Type))
            return false;
        Enter(found.Member, found.BitOffset, found.IsLast);
        _steps.Add(new(found.Member, 0));
        return true;
    }

    static (BtfMember Member, long BitOffset, bool IsLast)? Find(BtfStruct owner, string name)
    {
        for (var i = 0; i < owner.Members.Length; i++)
        {
            var member = owner.Members[i];
            if (member.Name == name)
                return (member, member.BitOffset, i == owner.Members.Length - 1);
            if (member.Name.Length == 0 && member.Type.Resolve() is BtfStruct inner && Find(inner, name) is { } found)
                return found with { BitOffset = member.BitOffset + found.BitOffset };
        }

        return null;
    }

    void Enter(BtfMember member, long bitOffset, bool isLast)
    {
        BitOffset += bitOffset;
        (Type, BitFieldSize, _atLastMember) = (member.Type, member.BitSize, isLast);
    }
}
