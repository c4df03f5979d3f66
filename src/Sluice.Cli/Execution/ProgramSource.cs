using System.Collections.Immutable;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Deployment;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;
using Sluice.Cli.Chains;
using Sluice.Cli.Verification;
using Sluice.Kernel.Links;
using Sluice.Verifier;
using Sluice.Verifier.Policies;

namespace Sluice.Cli.Execution;

/// <summary>What is run: an object from its file, or one made of a script.</summary>
/// <param name="Object">The object.</param>
/// <param name="Policy">What decides whether an engine may load it; null where nothing is demanded.</param>
sealed record ProgramSource(BpfObject Object, ILoadPolicy? Policy)
{
    /// <summary>What a script puts into maps before the first packet.</summary>
    ImmutableArray<(string Map, ImmutableArray<byte> Key, ImmutableArray<byte> Value)> Entries { get; init; } = [];

    /// <summary>The code of chains for the VM.</summary>
    ImmutableArray<MachineCode> Code { get; init; } = [];

    /// <summary>What is made of a script, in other forms: a kernel's verifier may find one too much that takes another. Made when asked for.</summary>
    public IEnumerable<BpfObject> OtherForms { get; init; } = [];

    /// <summary>The maps that <see cref="Fill"/> writes to.</summary>
    public IEnumerable<string> Filled => Entries.Select(entry => entry.Map);

    /// <summary>Reads the object, or makes it of the script.</summary>
    /// <exception cref="CommandException">The script has mistakes, or it cannot be what the policy demands.</exception>
    public static ProgramSource Open(Terminal terminal, RunSettings settings)
    {
        var path = settings.Object.Path;
        var mode = settings.Engine == EngineKind.Kernel ? VerifierMode.Linux : VerifierMode.Sluice;
        if (!ScriptUnits.IsScript(path))
        {
            var (read, policy) = settings.Policy.Open(path, mode);
            return new(read, policy);
        }

        if (settings.Policy.Kind == PolicyKind.Attested)
            throw new CommandException($"{path}: found a script, expected an object for --policy attested: what is made of a script now nobody has signed");
        ILoadPolicy? proof = settings.Policy.Kind == PolicyKind.Verify ? new VerifyPolicy(new() { Mode = mode }) : null;
        var unit = InterfaceNames.Resolve(ScriptUnits.Compile(terminal, path, settings.Script), IndexOf);
        var packages = ScriptUnits.PackagesOf(settings.Script);
        if (unit.Loaders.IsEmpty)
            throw new CommandException($"{path}: found no loader, expected one that hands packets to a chain: from loaders.hike_default import ip6_simple_classifier");
        if (settings.Tier != ChainTier.Interpreted)
        {
            var chains = ChainComposer.Compose(unit, packages);
            return new(chains.Object, proof) { Entries = chains.Entries, OtherForms = ChainComposer.ComposeForms(unit, packages).Skip(1).Select(form => form.Object) };
        }

        var machine = MachineComposer.Compose(unit, packages, settings.Engine == EngineKind.Kernel ? MachineComposer.Endless : MachineComposer.Bounded);
        return new(machine.Chains.Object, proof) { Entries = machine.Chains.Entries, Code = machine.Code };
    }

    // Packets of a capture come by an interface that no script can name; what belongs to others is there, and is not met.
    static uint IndexOf(string name) => OperatingSystem.IsLinux() && Interfaces.All().FirstOrDefault(device => device.Name == name) is { Name: not null } found
        ? (uint)found.Index
        : int.MaxValue;

    /// <summary>Is a map part of the machinery that runs chains, of which a user wants to know nothing?</summary>
    public bool IsInner(string map) => !Entries.IsDefaultOrEmpty && (map == NativeNames.SharedMap || map.StartsWith("sluice_vm_", StringComparison.Ordinal));

    /// <summary>Puts into live maps what the script says.</summary>
    /// <exception cref="BpfMapException">A map refuses.</exception>
    public void Fill(IBpfCollection live)
    {
        if (!Code.IsEmpty)
        {
            using var table = new ChainTable(live.Maps[MachineLayout.ChainMap], live.Maps[MachineLayout.CodeMap], static () => { });
            table.Replace(Code);
        }

        foreach (var (name, key, value) in Entries)
            LiveEntries.Write(live.Maps[name], key.AsSpan(), value.AsSpan());
    }
}
