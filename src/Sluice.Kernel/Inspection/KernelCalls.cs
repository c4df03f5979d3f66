using System.Globalization;

namespace Sluice.Kernel.Inspection;

/// <summary>Finds the functions behind the calls of a translated program, which the verifier has made distances in memory.</summary>
static class KernelCalls
{
    const string Path = "/proc/kallsyms", Base = "__bpf_call_base";

    /// <summary>The functions' names by distance; those that the kernel hides (kernel.kptr_restrict) are not among them.</summary>
    public static IReadOnlyDictionary<int, string> Resolve(IEnumerable<int> distances)
    {
        var names = new Dictionary<int, string>();
        if (!File.Exists(Path) || Symbols().FirstOrDefault(symbol => symbol.Name == Base).Address is not (var start and not 0))
            return names;
        var wanted = distances.ToHashSet();
        foreach (var (address, name) in Symbols())
        {
            if (wanted.Contains((int)(address - start)))
                names.TryAdd((int)(address - start), name);
        }

        return names;
    }

    // ffffffff81234560 T bpf_map_lookup_elem, and behind a tab the name of a module.
    static IEnumerable<(ulong Address, string Name)> Symbols()
    {
        foreach (var line in File.ReadLines(Path))
        {
            var words = line.Split([' ', '\t'], 4);
            if (words.Length >= 3 && ulong.TryParse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var address))
                yield return (address, words[2]);
        }
    }
}
