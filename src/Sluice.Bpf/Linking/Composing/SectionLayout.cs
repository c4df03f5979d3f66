using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>Where functions lie in their sections.</summary>
static class SectionLayout
{
    /// <summary>The first slot of each function, by name: sections hold their functions one after the other.</summary>
    public static Dictionary<string, int> Of(IEnumerable<FunctionSpec> specs)
    {
        var (starts, ends) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var spec in specs)
        {
            starts[spec.Name] = ends.GetValueOrDefault(spec.Section);
            ends[spec.Section] = starts[spec.Name] + spec.Instructions.Length;
        }

        return starts;
    }
}
