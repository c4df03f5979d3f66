using Sluice.Bpf.Engine;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>Lets counters follow the chains and functions that they belong to, by name, when these get other numbers.</summary>
static class CounterReset
{
    /// <summary>Moves what was counted to where it is counted from now on, and clears what belongs to nobody or to somebody new.</summary>
    /// <param name="counters">The map of counters.</param>
    /// <param name="before">What ran.</param>
    /// <param name="after">What runs now.</param>
    /// <remarks>What packets count meanwhile for a function whose number changes may be lost.</remarks>
    public static void Run(IBpfMap counters, DeploymentNotes before, DeploymentNotes after)
    {
        var (old, now) = (Elements(before), Elements(after));
        var names = now.ToDictionary(element => element.Value, element => element.Key);
        var changed = old.Values.Union(now.Values).Where(number => !names.TryGetValue(number, out var name) || !old.TryGetValue(name, out var former) || former != number)
            .Where(number => old.ContainsValue(number) || old.ContainsKey(names[number])).ToArray();
        var values = changed.ToDictionary(number => number, number => names.TryGetValue(number, out var name) && old.TryGetValue(name, out var former)
            ? Read(counters, former) : new byte[counters.ValueBufferSize]);
        foreach (var (number, value) in values)
            BpfMapException.ThrowIfFailed(counters, "move", counters.Update(BitConverter.GetBytes(number), value));
    }

    static byte[] Read(IBpfMap counters, uint number)
    {
        var value = new byte[counters.ValueBufferSize];
        BpfMapException.ThrowIfFailed(counters, "read", counters.Lookup(BitConverter.GetBytes(number), value));
        return value;
    }

    // The numbers of all that is counted, by kind and name.
    static Dictionary<string, uint> Elements(DeploymentNotes notes)
    {
        var elements = notes.Chains.ToDictionary(chain => $"chain {chain.Key}", chain => chain.Value, StringComparer.Ordinal);
        for (var number = 0; number < notes.Functions.Length; number++)
            elements[$"function {notes.Functions[number]}"] = (uint)(ChainCounters.FirstFunction + number);
        return elements;
    }
}
