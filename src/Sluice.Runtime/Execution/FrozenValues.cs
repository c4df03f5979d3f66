using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Execution;

/// <summary>Proofs rest on what frozen maps hold, so a live map in the place of one must hold the same.</summary>
static class FrozenValues
{
    /// <summary>Demands that every frozen map of a program holds what the program was admitted with.</summary>
    /// <exception cref="LoadRefusedException">One does not.</exception>
    public static void Demand(LinkedProgram program, IReadOnlyList<RuntimeMap> maps)
    {
        for (var index = 0; index < maps.Count; index++)
        {
            var (wanted, given) = (program.Maps[index], maps[index].Spec);
            if (wanted.IsFrozen && !(given.IsFrozen && given.InitialData.AsSpan().SequenceEqual(wanted.InitialData.AsSpan())))
                throw new LoadRefusedException($"program '{program.Name}': the live map '{wanted.Name}' does not hold the constants that the program was admitted with");
        }
    }
}
