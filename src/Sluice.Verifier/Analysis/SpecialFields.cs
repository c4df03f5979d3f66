using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Analysis;

/// <summary>The parts of a map's value that only helpers may touch.</summary>
/// <remarks>kernel/bpf/btf.c, btf_parse_fields.</remarks>
sealed class SpecialFields
{
    // The structs of include/uapi/linux/bpf.h that programs must not look into, and what they are to a reader.
    static readonly Dictionary<string, string> s_structs = new()
    {
        [SpinLockName] = "the spin lock",
        [TimerName] = "the timer",
        [WorkQueueName] = "the work queue",
        ["bpf_list_head"] = "the list",
        ["bpf_list_node"] = "the list's node",
        ["bpf_rb_root"] = "the tree",
        ["bpf_rb_node"] = "the tree's node",
        ["bpf_refcount"] = "the reference count",
        ["bpf_res_spin_lock"] = "the spin lock",
    };

    const string SpinLockName = "bpf_spin_lock", TimerName = "bpf_timer", WorkQueueName = "bpf_wq";

    // Those that tracing programs, which may interrupt anything, have no use of (check_map_prog_compatibility).
    static readonly string[] s_keptFromProbes = ["bpf_list_head", "bpf_rb_root", SpinLockName, "bpf_res_spin_lock", TimerName, WorkQueueName];

    readonly List<(int Offset, int Size, string Name)> _opaque = [];
    readonly List<KernelPointerField> _pointers = [];

    /// <summary>Where the spin lock is; -1 if there is none.</summary>
    public int SpinLock { get; private set; } = -1;

    /// <summary>Where the timer is; -1 if there is none.</summary>
    public int Timer { get; private set; } = -1;

    /// <summary>Where the work queue is; -1 if there is none.</summary>
    public int WorkQueue { get; private set; } = -1;

    /// <summary>What programs that trace the kernel must not come near, in words; null if there is nothing.</summary>
    public string? KeptFromProbes { get; private set; }

    /// <summary>Finds them in the type of a map's value.</summary>
    public static SpecialFields Of(MapSpec? map)
    {
        var fields = new SpecialFields();
        if (map?.ValueType?.Resolve() is BtfStruct value)
            fields.Add(value, 0);
        foreach (var entry in (map?.ValueType as BtfDataSection)?.Variables ?? [])
        {
            if (entry.Variable is BtfVariable variable)
                fields.AddField(variable.Type, entry.Offset);
        }

        return fields;
    }

    /// <summary>The name of the field that the bytes from <paramref name="least"/> to <paramref name="end"/> touch, or null.</summary>
    public string? Touched(long least, long end)
    {
        foreach (var (offset, size, name) in _opaque)
        {
            if (least < offset + size && end > offset)
                return name;
        }

        return null;
    }

    /// <summary>The kernel pointer that these bytes touch, or null.</summary>
    public KernelPointerField? Pointer(long least, long end)
    {
        foreach (var field in _pointers)
        {
            if (least < field.Offset + BtfSize.Pointer && end > field.Offset)
                return field;
        }

        return null;
    }

    void Add(BtfStruct type, int at)
    {
        foreach (var member in type.Members)
            AddField(member.Type, at + member.Offset);
    }

    void AddField(BtfType type, int offset)
    {
        var resolved = type.Resolve();
        if (resolved is BtfStruct inner)
            AddStruct(inner, offset);
        else if (resolved is BtfPointer { Target: BtfQualifier { Kind: BtfQualifierKind.TypeTag, Name: "kptr" or "kptr_untrusted" or "percpu_kptr" or "uptr" } tag })
            _pointers.Add(new(offset, tag.Target.Resolve().Name, tag.Name == "kptr"));
    }

    void AddStruct(BtfStruct inner, int offset)
    {
        if (!s_structs.TryGetValue(inner.Name, out var name))
        {
            Add(inner, offset);
            return;
        }

        _opaque.Add((offset, inner.Size, name));
        if (s_keptFromProbes.Contains(inner.Name))
            KeptFromProbes ??= name;
        if (inner.Name == SpinLockName)
            SpinLock = offset;
        else if (inner.Name == TimerName)
            Timer = offset;
        else if (inner.Name == WorkQueueName)
            WorkQueue = offset;
    }
}
