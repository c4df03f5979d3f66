using Sluice.Bpf.Engine;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Kernel;
using Sluice.Kernel.Programs;

namespace Sluice.ChainBench;

/// <summary>One way to do a scenario's work, loaded and filled.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Live">Its programs and maps.</param>
/// <param name="Program">The program that packets meet.</param>
sealed record Variant(string Name, KernelCollection Live, KernelProgram Program) : IDisposable
{
    /// <summary>What others are compared with.</summary>
    public const string ByHand = "one program by hand";

    /// <summary>All of a scenario, that by hand first.</summary>
    public static IReadOnlyList<Variant> Load(KernelEngine engine, Scenario scenario)
    {
        var unit = scenario.Compile();
        var compiled = ChainComposer.Compose(unit, PackageCatalogue.Shipped);
        var machine = MachineComposer.Compose(unit, PackageCatalogue.Shipped);
        var variants = new List<Variant>();
        foreach (var (name, file) in new[] { (ByHand, scenario.Name), ("tail calls by hand", $"{scenario.Name}-tail") })
        {
            var live = engine.Load(Bodies.ByHand(file));
            variants.Add(new(name, live, live.Programs[scenario.Name]));
        }

        variants.Add(Of("compiled", engine.Load(compiled.Object)));
        variants.Add(Of("interpreted", engine.Load(machine.Chains.Object)));
        var code = variants[^1].Live.Maps;
        using (var table = new ChainTable(code[MachineLayout.ChainMap], code[MachineLayout.CodeMap], () => { }))
            table.Replace(machine.Code);
        foreach (var variant in variants)
            Fill(variant.Live, compiled);
        return variants;

        Variant Of(string name, KernelCollection live) => new(name, live, live.Programs[unit.Loaders[0].Name]);
    }

    /// <summary>Puts a script's entries into the maps that are there.</summary>
    public static void Fill(IBpfCollection live, ChainObject chains)
    {
        foreach (var (map, key, value) in chains.Entries)
        {
            if (live.Maps.TryGetValue(map, out var found))
                LiveEntries.Write(found, key.AsSpan(), value.AsSpan());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Live.Dispose();
}
