using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Maps;

namespace Sluice.ChainBench;

/// <summary>Sees that all variants of a scenario do the same: verdicts, bytes, maps.</summary>
static class Agreement
{
    /// <summary>Runs all packets through all variants.</summary>
    /// <exception cref="InvalidOperationException">Two of them differ.</exception>
    public static void Require(Scenario scenario, IReadOnlyList<Variant> variants, RunContext context)
    {
        var expected = Observe(scenario, variants[0], context);
        foreach (var variant in variants.Skip(1))
        {
            foreach (var (found, wanted) in Observe(scenario, variant, context).Zip(expected))
            {
                if (found != wanted)
                    throw new InvalidOperationException($"{scenario.Title}, {variant.Name}: found {found}, expected {wanted} as {variants[0].Name} has it");
            }
        }

        if (!expected[0].StartsWith($"packet 0: {scenario.Verdict} ", StringComparison.Ordinal))
            throw new InvalidOperationException($"{scenario.Title}: found '{expected[0]}', expected verdict {scenario.Verdict}");
    }

    static List<string> Observe(Scenario scenario, Variant variant, RunContext context)
    {
        var seen = new List<string>();
        foreach (var packet in scenario.Packets())
        {
            var result = variant.Program.Run(packet, context);
            seen.Add($"packet {seen.Count}: {result.ReturnValue} {Convert.ToHexStringLower(result.Packet)}");
        }

        // The maps that programs by hand have, too: those of the scenario's functions.
        foreach (var map in Bodies.ByHand(scenario.Name).Maps.Where(map => !map.IsGlobalData).Select(map => map.Name).Order(StringComparer.Ordinal))
            seen.AddRange(Entries(variant.Live.Maps[map], !Scenario.Timed.Contains(map)).Order(StringComparer.Ordinal));
        return seen;
    }

    static IEnumerable<string> Entries(KernelMap map, bool withValues)
    {
        byte[] key = [], next = new byte[map.Spec.KeySize];
        var value = new byte[map.ValueBufferSize];
        for (var error = map.NextKey(key, next); error == Errno.None; error = map.NextKey(key, next))
        {
            key = [.. next];
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(key, value));
            // Each CPU has its own, and the packets met only one of them.
            var sum = map.Spec.IsPerCpu ? $"{value.Chunk(8).Aggregate(0UL, (all, one) => all + BitConverter.ToUInt64(one))}" : Convert.ToHexStringLower(value);
            yield return $"{map.Spec.Name}[{Convert.ToHexStringLower(key)}] = {(withValues ? sum : "")}";
        }
    }
}
