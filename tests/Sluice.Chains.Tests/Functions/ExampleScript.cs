using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>A script of the examples, live in an engine.</summary>
sealed class ExampleScript : IDisposable
{
    readonly IBpfEngine _engine;
    readonly IBpfCollection _collection;
    readonly ChainObject _object;

    ExampleScript(IBpfEngine engine, ChainObject @object)
    {
        (_engine, _object, _collection) = (engine, @object, engine.Load(@object.Object));
        foreach (var (map, key, value) in @object.Entries)
            Assert.Equal(Errno.None, _collection.Maps[map].Update(key.AsSpan(), value.AsSpan()));
    }

    /// <summary>Compiles a script of the examples, which must have no findings, and loads it.</summary>
    public static ExampleScript On(string engine, string name, RuntimeOptions? options = null)
    {
        if (engine == FunctionUnderTest.Kernel)
            RunningKernel.Need();
        var path = Path.Combine(TestData.Root, "examples", name, $"{name}.eclat");
        var compiled = ScriptCompiler.Compile(new SourceText(path, File.ReadAllText(path)), new()
        {
            Catalogue = PackageCatalogue.Shipped,
            Definitions = new Dictionary<string, string> { ["DEVNAME"] = "eth0" },
        });
        Assert.Empty(compiled.Diagnostics.Select(found => DiagnosticText.Write(found)));
        var composed = ChainComposer.Compose(compiled.Unit!, PackageCatalogue.Shipped);
        IBpfEngine made = engine == FunctionUnderTest.Kernel ? new KernelEngine()
            : new BpfRuntime((options ?? new()) with { Mode = Enum.Parse<ExecutionMode>(engine) });
        try
        {
            return new(made, composed);
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Gives a packet to the script's loader.</summary>
    public (XdpAction Verdict, byte[] Packet) Run(byte[] packet)
    {
        var result = _collection.Programs[Assert.Single(_object.Loaders).Program].Run(packet);
        return ((XdpAction)result.ReturnValue, result.Packet.ToArray());
    }

    /// <summary>The sum over all CPUs of an event that was counted by monitor.</summary>
    public ulong Count(uint number)
    {
        var map = _collection.Maps[_object.Maps["hike_default.map_pcpu_mon"]];
        var values = new byte[map.ValueBufferSize];
        return map.Lookup(BitConverter.GetBytes(number), values) != Errno.None ? 0
            : Enumerable.Range(0, values.Length / 8).Aggregate(0UL, (sum, cpu) => sum + BitConverter.ToUInt64(values, cpu * 8));
    }

    public void Dispose()
    {
        _collection.Dispose();
        _engine.Dispose();
    }
}
