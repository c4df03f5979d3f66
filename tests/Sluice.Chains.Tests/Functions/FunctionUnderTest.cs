using System.Buffers.Binary;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Functions;
using Sluice.Kernel;
using Sluice.Kernel.Features;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>A function of a package, called by a chain behind a loader, as an engine runs it.</summary>
sealed class FunctionUnderTest : IDisposable
{
    /// <summary>The engine that is no <see cref="ExecutionMode"/>.</summary>
    public const string Kernel = "kernel";

    const string Loader = "interface_classifier", InterfaceMap = "interface_map", Call = "call";
    const ulong Final = 1UL << 63;
    const int ResultOffset = 32, TransportOffset = 40, PayloadOffset = 44;

    static readonly HashSet<string> s_shared = ["sluice_shared", "sluice_faults"];

    readonly IBpfEngine _engine;
    readonly IBpfCollection _collection;
    readonly int[] _widths;

    FunctionUnderTest(IBpfEngine engine, IBpfCollection collection, int[] widths)
    {
        (_engine, _collection, _widths) = (engine, collection, widths);
        Set(InterfaceMap, new byte[4], [1, 0, 0, 0]);
    }

    /// <summary>The engines, by name.</summary>
    public static TheoryData<string> Engines { get; } = [.. Enum.GetNames<ExecutionMode>(), Kernel];

    /// <summary>The function within an object that every engine loads.</summary>
    public static BpfObject Compose(string package, string name, Func<BpfObject, BpfObject>? change = null) =>
        Compose(PackageCatalogue.Shipped, package, name, change);

    static BpfObject Compose(PackageCatalogue catalogue, string package, string name, Func<BpfObject, BpfObject>? change)
    {
        var function = catalogue.Find(package, name) ?? throw new ArgumentException($"no function {package}.{name}");
        var chain = BpfObject.Load(TestData.Find("functions/call.bpf.o"));
        var caller = chain.FindFunction("sluice_chain")!;
        chain = chain with
        {
            Functions = [caller with
            {
                Relocations = [.. caller.Relocations.Select(place => place.Symbol == "function_under_test" ? place with { Symbol = name } : place)],
            }],
        };
        var composer = new ObjectComposer(name);
        composer.Add(PackageCatalogue.Shipped.Find("loaders", Loader)!, new() { Shared = s_shared });
        composer.Add(chain, new() { Shared = s_shared });
        composer.Add(change is null ? function : change(function), new() { Shared = s_shared });
        return composer.Build();
    }

    /// <summary>Loads a function into an engine; skips the test where that is the kernel and may not be used.</summary>
    public static FunctionUnderTest On(
        string engine, string package, string name, Func<BpfObject, BpfObject>? change = null, RuntimeOptions? options = null) =>
        On(engine, PackageCatalogue.Shipped, package, name, change, options);

    /// <summary>Loads a function of a catalogue into an engine; skips the test where that is the kernel and may not be used.</summary>
    public static FunctionUnderTest On(
        string engine, PackageCatalogue catalogue, string package, string name, Func<BpfObject, BpfObject>? change = null,
        RuntimeOptions? options = null)
    {
        if (engine == Kernel)
            RunningKernel.Need();
        var signature = catalogue.Find(package)!.Functions.Single(function => function.Name == name);
        IBpfEngine made = engine == Kernel ? new KernelEngine() : new BpfRuntime((options ?? new()) with { Mode = Enum.Parse<ExecutionMode>(engine) });
        try
        {
            return new(made, made.Load(Compose(catalogue, package, name, change)), [.. signature.Parameters.Select(parameter => parameter.Type.Bits)]);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Can programs be loaded into the kernel here?</summary>
    public static bool HasKernel => OperatingSystem.IsLinux() && ProcessCapabilities.Missing(Capabilities.Bpf | Capabilities.NetAdmin).Count == 0;

    /// <summary>The names of all maps.</summary>
    public IEnumerable<string> Maps => _collection.Maps.Keys;

    /// <summary>Calls the function with the arguments of the last call. Safe from several threads.</summary>
    public void Send(byte[] packet) => _collection.Programs[Loader].Run(packet);

    /// <summary>A map, by its name.</summary>
    public IBpfMap Map(string name) => _collection.Maps[name];

    /// <summary>The offsets that the function left for those behind it.</summary>
    public (int Transport, int Payload) Offsets
    {
        get
        {
            var call = Get(Call, new byte[4]);
            return (BinaryPrimitives.ReadInt32LittleEndian(call.AsSpan(TransportOffset)), BinaryPrimitives.ReadInt32LittleEndian(call.AsSpan(PayloadOffset)));
        }
    }

    /// <summary>Calls the function, which gives a value.</summary>
    public ulong Value(byte[] packet, params ReadOnlySpan<ulong> arguments)
    {
        var (result, _, _) = Run(packet, arguments);
        Assert.True(result >> 8 != Final >> 8, $"found the verdict {(XdpAction)(byte)result}, expected a value");
        return result;
    }

    /// <summary>Calls the function, which gives a final verdict.</summary>
    public XdpAction Verdict(byte[] packet, params ReadOnlySpan<ulong> arguments)
    {
        var (result, verdict, _) = Run(packet, arguments);
        Assert.True(result >> 8 == Final >> 8, $"found the value {result}, expected a verdict");
        Assert.Equal(result & 0xff, verdict);
        return (XdpAction)verdict;
    }

    /// <summary>Calls the function, and gives the packet as it left it.</summary>
    public byte[] Packet(byte[] packet, params ReadOnlySpan<ulong> arguments) => Run(packet, arguments).Packet;

    /// <summary>Calls the function: what it returned, the loader's verdict, and the packet.</summary>
    public (ulong Result, ulong Verdict, byte[] Packet) Run(byte[] packet, params ReadOnlySpan<ulong> arguments)
    {
        var call = new byte[ResultOffset];
        for (var index = 0; index < arguments.Length; index++)
            BinaryPrimitives.WriteUInt64LittleEndian(call.AsSpan(index * 8), Narrow(arguments[index], _widths[index]));
        Set(Call, new byte[4], call);
        var result = _collection.Programs[Loader].Run(packet);
        var (verdict, changed) = (result.ReturnValue, result.Packet.ToArray());
        return (BinaryPrimitives.ReadUInt64LittleEndian(Get(Call, new byte[4]).AsSpan(ResultOffset)), (uint)verdict, changed);
    }

    /// <summary>The value of a key, or null; of a per-CPU map all values, each rounded up to 8 bytes.</summary>
    public byte[]? Get(string map, byte[] key)
    {
        var value = new byte[Map(map).ValueBufferSize];
        return Map(map).Lookup(key, value) == Errno.None ? value : null;
    }

    /// <summary>The sum over all CPUs of a 64-bit counter.</summary>
    public ulong Count(string map, byte[] key)
    {
        var sum = 0UL;
        for (var values = Get(map, key).AsSpan(); !values.IsEmpty; values = values[8..])
            sum += BinaryPrimitives.ReadUInt64LittleEndian(values);
        return sum;
    }

    /// <summary>Makes or replaces an entry; a value shorter than the map's is filled up with zeros.</summary>
    public void Set(string map, byte[] key, byte[] value)
    {
        Array.Resize(ref value, Map(map).ValueBufferSize);
        Assert.Equal(Errno.None, Map(map).Update(key, value));
    }

    public void Dispose()
    {
        _collection.Dispose();
        _engine.Dispose();
    }

    static ulong Narrow(ulong value, int bits) => bits == 64 ? value : value & ((1UL << bits) - 1);
}
