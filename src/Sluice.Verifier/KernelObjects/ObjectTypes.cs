using Sluice.Bpf.Btf;

namespace Sluice.Verifier.KernelObjects;

/// <summary>The types of kernel objects, by the numbers by which values name them.</summary>
/// <param name="kernel">The kernel's types; null where they are not known: then objects have names only.</param>
sealed class ObjectTypes(BtfTypes? kernel)
{
    readonly List<(string Name, BtfStruct? Layout)> _types = [("", null)];

    readonly Dictionary<BtfStruct, int> _byLayout = [];

    readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    /// <summary>The kernel's types, or null.</summary>
    public BtfTypes? Kernel => kernel;

    /// <summary>The number of a struct.</summary>
    public int IdOf(BtfStruct layout)
    {
        if (!_byLayout.TryGetValue(layout, out var id))
            _byLayout[layout] = id = Add(layout.Name, layout);
        return id;
    }

    /// <summary>The number of the kernel's struct of this name; of the name alone where there is none.</summary>
    public int IdOf(string name)
    {
        if (_byName.TryGetValue(name, out var id))
            return id;
        return _byName[name] = kernel?.Find<BtfStruct>(name) is { } layout ? IdOf(layout) : Add(name, null);
    }

    /// <summary>The name of a type, without <c>struct</c>.</summary>
    public string Name(int id) => _types[id].Name;

    /// <summary>Its fields; null where they are not known.</summary>
    public BtfStruct? Layout(int id) => _types[id].Layout;

    /// <summary>Is the address <paramref name="offset"/> bytes into an object that of a <paramref name="needed"/>?</summary>
    /// <param name="id">The object's type.</param>
    /// <param name="offset">Bytes from its start.</param>
    /// <param name="needed">The type that is asked for.</param>
    /// <param name="isStrict">Must it be that type itself, and no other that begins with it?</param>
    public bool Begins(int id, long offset, int needed, bool isStrict)
    {
        if (id == needed && offset == 0)
            return true;
        return !isStrict && Layout(id) is { } layout && Layout(needed) is { } wanted && StructWalk.Begins(layout, offset, wanted);
    }

    /// <summary>Does the kernel vouch for a field: is it in the struct of this name and this ending, which says which fields are safe?</summary>
    /// <param name="owner">The struct.</param>
    /// <param name="step">The pointer that was read from it.</param>
    /// <param name="ending">As in <c>task_struct__safe_rcu</c>.</param>
    /// <remarks>kernel/bpf/btf.c, btf_nested_type_is_trusted; the structs: BTF_TYPE_SAFE_RCU and the following in kernel/bpf/verifier.c.</remarks>
    public bool IsSafe(BtfStruct owner, in StructStep step, string ending)
    {
        if (kernel?.Find<BtfStruct>(owner.Name + ending) is not { } safe)
            return false;
        foreach (var member in safe.Members)
        {
            if (member.Name == step.Field && member.Type.Resolve() is BtfPointer pointer && pointer.Target.Resolve() == step.Target)
                return true;
        }

        return false;
    }

    int Add(string name, BtfStruct? layout)
    {
        _types.Add((name, layout));
        return _types.Count - 1;
    }
}
