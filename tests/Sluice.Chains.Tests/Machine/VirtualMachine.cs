using System.Collections.Immutable;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Tests.Machine;

/// <summary>A VM with a loader for IPv6 and a few functions, alive in an engine.</summary>
sealed class VirtualMachine : IDisposable
{
    /// <summary>Functions by number: 0 is hike_drop, 1 hike_pass, 2 monitor, 3 app_cfg_store.</summary>
    static readonly (string Name, int[] Bits)[] s_functions = [("hike_drop", []), ("hike_pass", []), ("monitor", [32]), ("app_cfg_store", [32, 32])];

    const string Loader = "ip6_simple_classifier", LoaderMap = "ipv6_simple_classifier_map";

    public static string Programs { get; } = Path.GetFullPath("../../../bpf", TestData.Folder);

    readonly ChainTable _table;

    public VirtualMachine(IBpfEngine engine, string machine = "vm")
    {
        Live = engine.Load(Compose(machine));
        _table = new(Live.Maps[MachineLayout.ChainMap], Live.Maps[MachineLayout.CodeMap], () => { });
        Set(LoaderMap, 0, 1);
    }

    public IBpfCollection Live { get; }

    public IBpfProgram Program => Live.Programs[Loader];

    public static BpfObject Compose(string machine)
    {
        var composer = new ObjectComposer("vm_test");
        var vm = BpfObject.Load(Path.Combine(Programs, "vm", $"{machine}.bpf.o"));
        var shared = new HashSet<string> { "sluice_shared", "sluice_faults", "sluice_stats" };
        composer.Add(FunctionDispatch.Connect(vm, [.. s_functions.Select(function => new DispatchedFunction(function.Name, function.Bits.ToImmutableArray()))]), new() { Shared = shared });
        composer.Add(BpfObject.Load(Path.Combine(Programs, "programs", "loaders", $"{Loader}.bpf.o")), new() { Scope = "loaders", Shared = shared });
        foreach (var (name, _) in s_functions)
            composer.Add(BpfObject.Load(Path.Combine(Programs, "programs", "hike_default", $"{name}.bpf.o")), new() { Scope = "hike_default", Shared = shared });
        return composer.Build(onlyReached: true);
    }

    /// <summary>Puts in chains written in assembly; the first is the loader's.</summary>
    public void Load(params string[] chains) => _table.Replace([.. chains.Select((text, index) => Compile((uint)index + 1, text))]);

    public static MachineCode Compile(uint number, string text) => WordCompiler.Compile(number, $"chain{number}", Assembler.Assemble(text).AsSpan(), 4,
        new(function => function < s_functions.Length ? (int)function : null, chain => chain & ~ElementNumbers.ChainBit));

    public ulong Run(byte[] packet) => Program.Run(packet).ReturnValue;

    /// <summary>A counter of a chain or a function, summed over all CPUs.</summary>
    public ulong Counter(uint element, int offset)
    {
        var map = Live.Maps[ChainCounters.Map];
        var values = new byte[map.ValueBufferSize];
        Assert.Equal(default, map.Lookup(BitConverter.GetBytes(element), values));
        var sum = 0ul;
        for (var at = 0; at < values.Length; at += ChainCounters.Size)
            sum += BitConverter.ToUInt64(values, at + offset);
        return sum;
    }

    public void Dispose() => Live.Dispose();

    void Set(string map, uint key, uint value) =>
        Assert.Equal(default, Live.Maps[map].Update(BitConverter.GetBytes(key), BitConverter.GetBytes(value)));
}
