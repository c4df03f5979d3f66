using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>Gives chains their numbers.</summary>
static class ChainNumbers
{
    /// <summary>Numbers the chains of a unit: a chain keeps the number that one of its name had, others get free ones.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="before">The numbers of the chains that run; none of them means another chain from one packet to the next.</param>
    /// <exception cref="ChainDeploymentException">There are more chains than numbers.</exception>
    public static ImmutableDictionary<string, uint> Assign(ChainUnit unit, IReadOnlyDictionary<string, uint> before)
    {
        var numbers = ImmutableDictionary.CreateBuilder<string, uint>(StringComparer.Ordinal);
        foreach (var chain in unit.Chains)
        {
            if (before.TryGetValue(chain.Name, out var number))
                numbers.Add(chain.Name, number);
        }

        var free = new Queue<uint>(Enumerable.Range(1, MachineLayout.Chains - 1).Select(number => (uint)number).Except(before.Values));
        foreach (var chain in unit.Chains.Where(chain => !numbers.ContainsKey(chain.Name)))
        {
            numbers.Add(chain.Name, free.TryDequeue(out var number) ? number : throw new ChainDeploymentException(
                $"{unit.Name}: found {unit.Chains.Length} chains beside the {before.Count} that run, expected at most {MachineLayout.Chains - 1} together: detach first"));
        }

        return numbers.ToImmutable();
    }
}
