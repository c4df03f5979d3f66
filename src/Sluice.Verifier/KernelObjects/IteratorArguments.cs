namespace Sluice.Verifier.KernelObjects;

/// <summary>What the kernel says of an iterator's argument when it registers the iterator.</summary>
/// <param name="IsTrusted">Does the object live as long as the program runs?</param>
/// <param name="IsNullable">Is it null at the end of the iteration?</param>
/// <param name="IsBuffer">Is it a buffer, and not an object?</param>
/// <param name="IsReadOnly">Is it one to read only?</param>
/// <remarks>struct bpf_iter_reg, ctx_arg_info, in the sources of Linux 6.18; compared with the running kernel by the tests.</remarks>
readonly record struct IteratorArguments(bool IsTrusted, bool IsNullable, bool IsBuffer, bool IsReadOnly = false)
{
    static readonly IteratorArguments s_held = new(true, false, false);
    static readonly IteratorArguments s_heldOrNull = new(true, true, false);
    static readonly IteratorArguments s_plainOrNull = new(false, true, false);
    static readonly IteratorArguments s_buffer = new(false, true, true);
    static readonly IteratorArguments s_readOnlyBuffer = new(false, true, true, IsReadOnly: true);

    static readonly Dictionary<(string Iterator, int Number), IteratorArguments> s_all = new()
    {
        [("bpf_link", 1)] = s_plainOrNull,
        [("bpf_map", 1)] = s_heldOrNull,
        [("bpf_map_elem", 1)] = s_held,
        [("bpf_map_elem", 2)] = s_readOnlyBuffer,
        [("bpf_map_elem", 3)] = s_buffer,
        [("bpf_prog", 1)] = s_plainOrNull,
        [("bpf_sk_storage_map", 1)] = s_held,
        [("bpf_sk_storage_map", 2)] = s_plainOrNull,
        [("bpf_sk_storage_map", 3)] = s_buffer,
        [("cgroup", 1)] = s_heldOrNull,
        [("dmabuf", 1)] = s_plainOrNull,
        [("ipv6_route", 1)] = s_plainOrNull,
        [("kmem_cache", 1)] = s_heldOrNull,
        [("ksym", 1)] = s_plainOrNull,
        [("netlink", 1)] = s_plainOrNull,
        [("sockmap", 1)] = s_held,
        [("sockmap", 2)] = s_readOnlyBuffer,
        [("sockmap", 3)] = s_plainOrNull,
        [("task", 1)] = s_heldOrNull,
        [("task_file", 1)] = s_plainOrNull,
        [("task_file", 3)] = s_plainOrNull,
        [("task_vma", 1)] = s_plainOrNull,
        [("task_vma", 2)] = s_plainOrNull,
        [("tcp", 1)] = s_heldOrNull,
        [("udp", 1)] = s_heldOrNull,
        [("unix", 1)] = s_plainOrNull,
    };

    /// <summary>What is known of an argument, counted from 0; null if the kernel says nothing special of it.</summary>
    public static IteratorArguments? Find(string iterator, int number) => s_all.TryGetValue((iterator, number), out var found) ? found : null;
}
