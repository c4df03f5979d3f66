using System.Runtime.CompilerServices;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.ChainBench;

/// <summary>The objects of this repository, by name.</summary>
static class Bodies
{
    static readonly HashSet<string> s_shared = ["sluice_shared", "sluice_faults", "sluice_stats"];

    static readonly Dictionary<string, BpfObject> s_read = [];

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath("../..", Path.GetDirectoryName(ThisFile())!);

    /// <summary>A function of a package.</summary>
    public static BpfObject Function(string package, string name) => Load("bpf", "programs", package, name);

    /// <summary>A loader.</summary>
    public static BpfObject Loader(string name) => Load("bpf", "programs", "loaders", name);

    /// <summary>A form of the VM.</summary>
    public static BpfObject Machine(string name) => Load("bpf", "vm", name);

    /// <summary>A program written by hand to compare with.</summary>
    public static BpfObject ByHand(string name) => Load("bench", "chain-programs", name);

    /// <summary>How parts join.</summary>
    public static ComposeOptions Options(string scope) => new() { Scope = scope, Shared = s_shared };

    static BpfObject Load(params string[] path)
    {
        var file = Path.Combine([Root, .. path]) + ".bpf.o";
        if (!s_read.TryGetValue(file, out var read))
            s_read.Add(file, read = BpfObject.Load(file));
        return read;
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
