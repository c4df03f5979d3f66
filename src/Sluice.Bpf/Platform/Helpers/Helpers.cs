namespace Sluice.Bpf.Platform;

/// <summary>Every BPF helper the platform knows, by number.</summary>
/// <remarks>
/// Numbers and names: include/uapi/linux/bpf.h, __BPF_FUNC_MAPPER. Arguments and results: each helper's
/// <c>struct bpf_func_proto</c> in the kernel's sources. Who may call it: the <c>…_func_proto</c> functions of
/// kernel/bpf, kernel/trace and net/core, checked against Linux <see cref="KernelReleases.Described"/> by asking it.
/// </remarks>
public static partial class Helpers
{
    /// <summary>Helpers from this number on are Sluice's own and exist in process only.</summary>
    public const int OwnBase = 0x5100;

    static readonly Helper[] s_all;

    // The rows register themselves, so that each is written once. A static constructor runs after all of them.
    static Helpers() => s_all = [.. Array.FindAll(Registry.Linux, row => row is not null)!, .. Array.FindAll(Registry.Own, row => row is not null)!];

    /// <summary>All helpers, by number.</summary>
    public static IReadOnlyList<Helper> All => s_all;

    /// <summary>The helper with this number, or null.</summary>
    public static Helper? Find(int id) =>
        (uint)id < (uint)Registry.Linux.Length ? Registry.Linux[id]
        : (uint)(id - OwnBase) < (uint)Registry.Own.Length ? Registry.Own[id - OwnBase]
        : null;

    /// <summary>The helper with this name, without <c>bpf_</c>, or null.</summary>
    public static Helper? Find(string name) => Names.Index.GetValueOrDefault(name);

    static Helper Add(Helper helper)
    {
        if (helper.Id < OwnBase)
            Registry.Linux[helper.Id] = helper;
        else
            Registry.Own[helper.Id - OwnBase] = helper;
        return helper;
    }

    // Apart, so that it exists before the first row.
    static class Registry
    {
        public static readonly Helper?[] Linux = new Helper?[212];
        public static readonly Helper?[] Own = new Helper?[16];
    }

    // Apart, so that only those who look up by name pay for it.
    static class Names
    {
        public static readonly Dictionary<string, Helper> Index = s_all.ToDictionary(helper => helper.Name, StringComparer.Ordinal);
    }
}
