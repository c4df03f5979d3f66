using Sluice.Bpf.Objects;

namespace Sluice.Bench.Programs;

/// <summary>The sources and objects, beside the benchmark.</summary>
static class ProgramFiles
{
    /// <summary>Where they lie.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "programs");

    /// <summary>The object of this name.</summary>
    public static BpfObject Load(string name) => BpfObject.Load(Path.Combine(Folder, $"{name}.bpf.o"));
}
