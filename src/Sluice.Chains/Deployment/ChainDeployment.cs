using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Deployment;

/// <summary>Puts a script's chains under traffic, replaces them there, and takes them away.</summary>
/// <remarks>
/// Each is a transaction: everything is built, verified and configured before it sees a packet; a failure leaves what ran
/// before. A packet meets the old chains or the new ones and never both. Maps keep their entries where their shapes stay the
/// same, and chains their numbers. A process that is killed meanwhile leaves notes of how far it had come, and the next change
/// ends what it began. One change at a time: who calls sees to that.
/// </remarks>
/// <param name="host">Where they run.</param>
/// <param name="packages">Where functions and loaders are.</param>
public sealed class ChainDeployment(IChainHost host, PackageCatalogue packages)
{
    // What belongs to one VM and to no other.
    static readonly ImmutableHashSet<string> s_machine = [MachineLayout.CodeMap, MachineLayout.ChainMap, "sluice_vm_state"];

    /// <summary>What runs, or null.</summary>
    public DeploymentNotes? Running => DeploymentNotes.Read(host.ReadNotes());

    /// <summary>Attaches a script.</summary>
    /// <param name="unit">The script.</param>
    /// <param name="script">Its name, for those who look.</param>
    /// <param name="links">Where its loaders go.</param>
    /// <param name="tier">How the chains are to be executed.</param>
    /// <param name="counting">What they count.</param>
    /// <exception cref="ChainDeploymentException">It runs already, or nothing is to be attached.</exception>
    /// <exception cref="ChainCodeException">A chain cannot be expressed.</exception>
    public DeploymentResult Attach(
        ChainUnit unit, string script, IReadOnlyList<ChainLink> links, ChainTier tier, ChainCounting counting = ChainCounting.Faults)
    {
        var clock = Stopwatch.StartNew();
        if (Recovered() is { } running)
            throw new ChainDeploymentException($"{unit.Name}: found it attached already to {Devices(running.Links)}: replace it, or detach it first");
        if (links.Count == 0)
            throw new ChainDeploymentException($"{unit.Name}: found no loader to attach, expected one: loader.attach('eth0', 'xdp')");
        var ids = ChainNumbers.Assign(unit, ImmutableDictionary<string, uint>.Empty);
        var plan = new DeploymentPlan(unit, script, tier, counting, ids);
        var undo = new Undo();
        try
        {
            var refusal = "";
            using var first = PrepareFirst(plan, tier, _ => ImmutableDictionary<string, IBpfMap>.Empty, ref refusal);
            var notes = plan.Notes(first, links);
            undo.Note(() => host.WriteNotes(null));
            host.WriteNotes((notes with { State = DeploymentState.Attaching }).Write());
            foreach (var (symbol, map) in first.Kept)
                undo.Do(() => host.KeepMap(symbol, map), () => host.ForgetMap(symbol));
            foreach (var link in links)
                undo.Do(() => host.Attach(link, first.Live.Programs[link.Program]), () => host.Detach(link));
            host.WriteNotes(notes.Write());
            return Promote(plan, notes, first.Kept.ToDictionary(map => map.Symbol, map => map.Map), new(first.Tier, clock.Elapsed, refusal));
        }
        catch
        {
            undo.Run(_ => true);
            throw;
        }
    }

    /// <summary>Replaces the script that runs.</summary>
    /// <param name="unit">The new one, with the same loaders.</param>
    /// <param name="script">Its name, for those who look.</param>
    /// <param name="tier">How the chains are to be executed; null for what was asked for before.</param>
    /// <param name="counting">What they count; null for what they counted before.</param>
    /// <exception cref="ChainDeploymentException">None runs, or it has other loaders.</exception>
    /// <exception cref="ChainCodeException">A chain cannot be expressed.</exception>
    public DeploymentResult Replace(ChainUnit unit, string script, ChainTier? tier = null, ChainCounting? counting = null)
    {
        var clock = Stopwatch.StartNew();
        var running = Recovered() ?? throw new ChainDeploymentException($"{unit.Name}: found nothing attached, expected a script to replace: attach it first");
        var wanted = tier ?? running.Wanted;
        var ids = ChainNumbers.Assign(unit, running.Chains);
        var plan = new DeploymentPlan(unit, script, wanted, counting ?? running.Counting, ids);
        using var kept = new KeptMaps(host, running);
        if (running.State == DeploymentState.Running && wanted != ChainTier.Compiled && running.Tier == ChainTier.Interpreted
            && plan.Counting == running.Counting && MachinePatch.TryMake(unit, ids, running) is { } patch)
        {
            patch.Apply(kept, host);
            var patched = running with { Script = script, Wanted = wanted, Chains = ids.ToImmutableSortedDictionary() };
            ResetCounters(kept, running, patched);
            host.WriteNotes(patched.Write());
            var result = new DeploymentResult(ChainTier.Interpreted, clock.Elapsed, IsPatched: true);
            return wanted == ChainTier.Auto ? Promote(plan, patched, kept.All, result) : result;
        }

        var refusal = "";
        // Native code is asked for first where it runs: interpreting for the time it takes to compile would gain nothing.
        var firstTier = wanted == ChainTier.Auto && running.Tier == ChainTier.Compiled ? ChainTier.Compiled : wanted;
        using var next = PrepareFirst(plan, firstTier, chains => kept.For(chains, Fresh(unit, chains)), ref refusal, mayFallBack: wanted == ChainTier.Auto);
        RequireLoaders(unit, running.Links, next);
        var notes = plan.Notes(next, running.Links);
        Swap(next, running, kept, running.Maps, notes);
        ResetCounters(kept, running, notes);
        return Promote(plan, notes, next.Kept.ToDictionary(map => map.Symbol, map => map.Map), new(next.Tier, clock.Elapsed, refusal));
    }

    /// <summary>Detaches the script and removes its maps.</summary>
    /// <exception cref="ChainDeploymentException">None runs.</exception>
    public DeploymentNotes Detach()
    {
        var running = Running ?? throw new ChainDeploymentException("found no chains attached");
        Remove(running);
        return running;
    }

    // Ends what a process that was killed has begun.
    DeploymentNotes? Recovered()
    {
        if (Running is not { } running)
        {
            host.WriteNotes(null); // what there may be was made before the first notes
            return null;
        }

        if (running.State == DeploymentState.Attaching && running.Links.All(host.IsAttached) && running.Maps.All(host.HasMap))
        {
            running = running with { State = DeploymentState.Running };
            host.WriteNotes(running.Write());
            return running;
        }

        if (running.State is DeploymentState.Running or DeploymentState.Replacing)
            return running;
        Remove(running);
        return null;
    }

    void Remove(DeploymentNotes running)
    {
        host.WriteNotes((running with { State = DeploymentState.Detaching }).Write());
        foreach (var link in running.Links)
            host.Detach(link);
        foreach (var map in running.Maps)
            host.ForgetMap(map);
        host.WriteNotes(null);
    }

    static string Devices(IEnumerable<ChainLink> links) => string.Join(", ", links.Select(link => link.Device).Distinct());

    // Maps that say which chain gets which packets name chains by number: with the old entries gone, no packet goes astray.
    static HashSet<string> Fresh(ChainUnit unit, ChainObject chains) => [.. s_machine, .. unit.Entries
        .Where(entry => !entry.Chains.IsEmpty).Select(entry => chains.Maps.GetValueOrDefault(entry.Map, entry.Map[(entry.Map.LastIndexOf('.') + 1)..]))];

    static void RequireLoaders(ChainUnit unit, IEnumerable<ChainLink> links, PreparedChains next)
    {
        if (links.FirstOrDefault(link => !next.Live.Programs.ContainsKey(link.Program)) is { } lost)
        {
            throw new ChainDeploymentException($"{unit.Name}: found no loader '{lost.Program}', which is attached to {lost.Device}, expected the loaders that run: "
                + "detach first to use others");
        }
    }

    static void ResetCounters(KeptMaps kept, DeploymentNotes before, DeploymentNotes after)
    {
        if (kept.Find(ChainCounters.Map) is { } counters)
            CounterReset.Run(counters, before, after);
    }

    // The tier that is there first: for Auto the interpreted one, or what the kernel takes.
    PreparedChains PrepareFirst(
        DeploymentPlan plan, ChainTier tier, Func<ChainObject, IReadOnlyDictionary<string, IBpfMap>> share, ref string refusal, bool mayFallBack = false)
    {
        try
        {
            return tier == ChainTier.Compiled
                ? PreparedChains.Compiled(host, packages, plan.Unit, plan.Chains, plan.Counting, share)
                : PreparedChains.Interpreted(host, packages, plan.Unit, plan.Chains, plan.Counting, share);
        }
        catch (Exception error) when (tier == ChainTier.Compiled && mayFallBack && IsRefusal(error))
        {
            refusal = error.Message;
            return PreparedChains.Interpreted(host, packages, plan.Unit, plan.Chains, plan.Counting, share);
        }
    }

    // Chains that cannot be native code at all (they call themselves, they need too much stack) are interpreted, too.
    bool IsRefusal(Exception error) => error is ChainCodeException || host.IsRefusal(error);

    // What an interpreter runs meanwhile is compiled and takes its place.
    DeploymentResult Promote(DeploymentPlan plan, DeploymentNotes running, IReadOnlyDictionary<string, IBpfMap> live, DeploymentResult result)
    {
        if (plan.Tier != ChainTier.Auto || result.Tier == ChainTier.Compiled || result.Refusal.Length > 0)
            return result;
        try
        {
            using var compiled = PreparedChains.Compiled(
                host, packages, plan.Unit, plan.Chains, plan.Counting, chains => KeptMaps.Compatible(live, chains.Object, s_machine));
            var notes = plan.Notes(compiled, running.Links);
            Swap(compiled, running, null, [.. live.Keys], notes);
            if (live.TryGetValue(ChainCounters.Map, out var counters))
                CounterReset.Run(counters, running, notes);
            return result with { Tier = ChainTier.Compiled };
        }
        catch (Exception error) when (IsRefusal(error))
        {
            return result with { Refusal = error.Message };
        }
    }

    // All links change or none; then the maps that are kept are the new program's.
    void Swap(PreparedChains next, DeploymentNotes running, KeptMaps? kept, IReadOnlyList<string> before, DeploymentNotes notes)
    {
        var undo = new Undo();
        var replaced = new List<IReplacedProgram>();
        try
        {
            undo.Do(() => host.WriteNotes((running with { State = DeploymentState.Replacing }).Write()), () => host.WriteNotes(running.Write()));
            foreach (var link in running.Links)
            {
                var old = host.Replace(link, next.Live.Programs[link.Program]);
                replaced.Add(old);
                undo.Note(old.Restore);
            }

            foreach (var (symbol, map) in next.Kept)
            {
                if (kept?.Find(symbol) is { } old)
                    undo.Do(() => host.KeepMap(symbol, map), () => host.KeepMap(symbol, old));
                else if (!before.Contains(symbol))
                    undo.Do(() => host.KeepMap(symbol, map), () => host.ForgetMap(symbol));
            }

            host.WriteNotes(notes.Write());
        }
        catch
        {
            undo.Run(_ => true);
            throw;
        }
        finally
        {
            foreach (var old in replaced)
                old.Dispose();
        }

        foreach (var symbol in before.Except(next.Kept.Select(map => map.Symbol)))
            host.ForgetMap(symbol);
    }
}
