using System.Collections.Immutable;
using Sluice.Bpf.Engine;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>Lets counters begin anew whose number means something else from now on.</summary>
static class CounterReset
{
    /// <summary>Clears the entries of chains and functions whose numbers went to others.</summary>
    /// <param name="counters">The map of counters.</param>
    /// <param name="before">What ran.</param>
    /// <param name="after">What runs now.</param>
    public static void Run(IBpfMap counters, DeploymentNotes before, DeploymentNotes after)
    {
        var chains = before.Chains.ToDictionary(chain => chain.Value, chain => chain.Key);
        var moved = after.Chains.Where(chain => chains.TryGetValue(chain.Value, out var old) && old != chain.Key).Select(chain => chain.Value)
            .Concat(Enumerable.Range(0, after.Functions.Length).Where(number => Name(before.Functions, number) is { } old && old != Name(after.Functions, number))
                .Select(number => (uint)(ChainCounters.FirstFunction + number)));
        var zero = new byte[counters.ValueBufferSize];
        foreach (var element in moved)
            BpfMapException.ThrowIfFailed(counters, "clear", counters.Update(BitConverter.GetBytes(element), zero));
    }

    static string? Name(ImmutableArray<string> functions, int number) => number < functions.Length ? functions[number] : null;
}
