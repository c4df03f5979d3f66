using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Deployment;

/// <summary>A unit that is loaded, verified and configured, and sees no packet yet.</summary>
sealed class PreparedChains : IDisposable
{
    PreparedChains(ChainTier tier, ChainObject chains, IBpfCollection live) => (Tier, Chains, Live) = (tier, chains, live);

    /// <summary>The tier.</summary>
    public ChainTier Tier { get; }

    /// <summary>The unit as an object.</summary>
    public ChainObject Chains { get; }

    /// <summary>The programs and maps.</summary>
    public IBpfCollection Live { get; }

    /// <summary>What tells the functions that are counted, by number; on the VM, all of them.</summary>
    public ImmutableArray<string> Functions { get; private init; } = [];

    /// <summary>The maps that are to be kept: all but global data, of which only what users set (parameters) is.</summary>
    public IEnumerable<(string Symbol, IBpfMap Map)> Kept => Chains.Object.Maps
        .Where(map => !map.IsGlobalData || map.DataSection.StartsWith(".data.", StringComparison.Ordinal))
        .Select(map => (map.Name, Live.Maps[map.Name]));

    /// <summary>Prepares a unit for the VM.</summary>
    /// <exception cref="ChainCodeException">A chain cannot be expressed.</exception>
    /// <exception cref="WordCodeException">The VM refuses a chain.</exception>
    public static PreparedChains Interpreted(
        IChainHost host, PackageCatalogue packages, ChainUnit unit, IReadOnlyDictionary<string, uint> ids, ChainCounting counting,
        Func<ChainObject, IReadOnlyDictionary<string, IBpfMap>> share)
    {
        foreach (var machine in new[] { MachineComposer.Endless, MachineComposer.Bounded })
        {
            var composed = MachineComposer.Compose(unit, packages, machine, ids);
            try
            {
                var spec = composed.Chains.Object.WithText(MachineLayout.Settings, MachineLayout.SettingsFor(counting));
                var prepared = new PreparedChains(ChainTier.Interpreted, composed.Chains, host.Load(spec, share(composed.Chains)))
                {
                    Functions = [.. composed.Bytecode.Functions.Select(function => FunctionIdentity.Of(function, composed.Bytecode))],
                };
                return prepared.Configured(() =>
                {
                    using var table = new ChainTable(prepared.Live.Maps[MachineLayout.ChainMap], prepared.Live.Maps[MachineLayout.CodeMap], host.AwaitPackets);
                    table.Replace(composed.Code);
                });
            }
            catch (Exception error) when (machine == MachineComposer.Endless && host.IsRefusal(error))
            {
                // A kernel before 6.9 does not know may_goto.
            }
        }

        throw new InvalidOperationException("the last form of the VM either loads or throws");
    }

    /// <summary>Prepares a unit as native code.</summary>
    /// <exception cref="ChainCodeException">A chain cannot be expressed.</exception>
    public static PreparedChains Compiled(
        IChainHost host, PackageCatalogue packages, ChainUnit unit, IReadOnlyDictionary<string, uint> ids, ChainCounting counting,
        Func<ChainObject, IReadOnlyDictionary<string, IBpfMap>> share)
    {
        Exception? refusal = null;
        foreach (var chains in ChainComposer.ComposeForms(unit, packages, ids, counting))
        {
            try
            {
                return new PreparedChains(ChainTier.Compiled, chains, host.Load(chains.Object, share(chains))) { Functions = chains.Counted }.Configured(() => { });
            }
            catch (Exception error) when (host.IsRefusal(error))
            {
                refusal ??= error;
            }
        }

        ExceptionDispatchInfo.Throw(refusal!);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Live.Dispose();

    PreparedChains Configured(Action configure)
    {
        try
        {
            configure();
            foreach (var (map, key, value) in Chains.Entries)
                LiveEntries.Write(Live.Maps[map], key.AsSpan(), value.AsSpan());
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
