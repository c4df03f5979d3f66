using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Deployment;

/// <summary>New chains for a VM that runs already and has all functions that they call: map updates and nothing else.</summary>
sealed class MachinePatch
{
    readonly ImmutableArray<MachineCode> _code;
    readonly ImmutableArray<(string Map, byte[] Key, byte[] Value)> _entries;

    MachinePatch(ImmutableArray<MachineCode> code, ImmutableArray<(string Map, byte[] Key, byte[] Value)> entries) => (_code, _entries) = (code, entries);

    /// <summary>Makes a patch; null if the VM lacks something that the unit needs.</summary>
    /// <exception cref="ChainCodeException">A chain cannot be expressed.</exception>
    /// <exception cref="WordCodeException">The VM refuses a chain.</exception>
    public static MachinePatch? TryMake(ChainUnit unit, IReadOnlyDictionary<string, uint> ids, DeploymentNotes running)
    {
        if (!Describe(unit.Settings).SequenceEqual(running.Settings))
            return null;
        var numbers = running.Functions.Select((identity, number) => (Name: identity.Split('#')[0], number)).ToDictionary(function => function.Name, function => function.number);
        var bytecode = BytecodeGenerator.Generate(unit, ids, function => (uint)numbers.GetValueOrDefault(function.FullName, MachineLayout.Functions));
        if (bytecode.Functions.Any(function => !running.Functions.Contains(FunctionIdentity.Of(function, bytecode))))
            return null;
        var entries = ImmutableArray.CreateBuilder<(string, byte[], byte[])>(unit.Entries.Length);
        foreach (var entry in unit.Entries)
        {
            if (!running.Symbols.TryGetValue(entry.Map, out var symbol) || !running.Maps.Contains(symbol))
                return null;
            var value = entry.Value.ToArray();
            foreach (var (offset, chain) in entry.Chains)
                BinaryPrimitives.WriteUInt32LittleEndian(value.AsSpan(offset), ids[chain]);
            entries.Add((symbol, [.. entry.Key], value));
        }

        var elements = new ElementNumbers(number => number < running.Functions.Length ? (int)number : null, chain => chain & ~ElementCalls.ChainBit);
        return new([.. bytecode.Chains.Select(chain => WordCompiler.Compile(
            ids[chain.Name], chain.Name, chain.Instructions.AsSpan(), chain.ParameterCount, elements, chain.Charges))], entries.ToImmutable());
    }

    /// <summary>Settings as text that can be compared.</summary>
    public static ImmutableArray<string> Describe(IEnumerable<FunctionSetting> settings) =>
        [.. settings.Select(setting => string.Create(CultureInfo.InvariantCulture, $"{setting.Package}.{setting.Function}.{setting.Parameter}={setting.Value}"))];

    /// <summary>Puts the chains in.</summary>
    public void Apply(KeptMaps maps, IChainHost host)
    {
        using var table = new ChainTable(maps.Find(MachineLayout.ChainMap)!, maps.Find(MachineLayout.CodeMap)!, host.AwaitPackets);
        table.Replace(_code, () =>
        {
            foreach (var (symbol, key, value) in _entries)
                LiveEntries.Write(maps.Find(symbol)!, key, value);
        });
    }
}
