using Sluice.Bpf.Elf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Tests.Agreement;
using Sluice.Packets;
using Sluice.Runtime;

namespace Sluice.Kernel.Tests.Loading;

/// <summary>All examples put together into one object do in the kernel and in process what each does alone.</summary>
public sealed class ComposedObjectTests
{
    static readonly HashSet<string> s_clocks = ["sources", "events"];

    [Fact]
    public void Parts_behave_as_alone()
    {
        RunningKernel.Need();
        var parts = Checkout.KernelExamples.Select(BpfObject.Load).ToList();
        var composer = new ObjectComposer("all");
        var composed = parts.ConvertAll(part => composer.Add(part, new() { Scope = part.Name.Replace('-', '_') }));
        var all = composer.Build();
        var written = BpfObject.Read(ElfWriter.Write(all), "all.bpf.o");
        var packets = Packets();
        using var kernel = new KernelEngine();
        using var runtime = new BpfRuntime();
        foreach (var (part, names) in parts.Zip(composed))
        {
            foreach (var program in part.Programs)
            {
                var expected = Run(kernel, part, program.Name, packets, name => name);
                Assert.Equal(expected, Run(kernel, all, names.Function(program.Name), packets, names.Map, part));
                Assert.Equal(expected, Run(kernel, written, names.Function(program.Name), packets, names.Map, part));
                Assert.Equal(expected, Run(runtime, all, names.Function(program.Name), packets, names.Map, part));
            }
        }
    }

    [Theory]
    [InlineData("clang-14")]
    [InlineData("clang-19")]
    public void Objects_of_compilers_load_as_one(string compiler)
    {
        RunningKernel.Need();
        var composer = new ObjectComposer("all");
        foreach (var name in new[] { "atomics", "callbacks", "core-target", "globals", "inner-maps", "maps", "strings", "subprograms", "with-dwarf" })
            composer.Add(BpfObject.Load(Path.Combine(Checkout.Objects, compiler, $"{name}.o")), new() { Scope = name.Replace('-', '_') });
        var all = composer.Build();
        using var folder = new PinFolder();
        using var kernel = new KernelEngine(new() { PinFolder = folder.Path });
        using var loaded = kernel.Load(all);
        Assert.Equal(all.Programs.Count(program => program.AutoLoad), loaded.Programs.Count);
    }

    static List<string> Run(IBpfEngine engine, BpfObject spec, string program, List<byte[]> packets, Func<string, string> map, BpfObject? part = null)
    {
        part ??= spec;
        using var loaded = engine.Load(spec);
        var least = spec.FindProgram(program)!.Type == ProgramType.Xdp ? 14 : 54;
        var said = EngineRun.Describe(loaded, program, [.. packets.Where(packet => packet.Length >= least)], [], _ => []);
        var names = part.Maps.Where(one => !one.IsGlobalData && !s_clocks.Contains(one.Name)).ToDictionary(one => map(one.Name) + ":", one => one.Name);
        return [.. said.Where(line => line.StartsWith("packet ", StringComparison.Ordinal)),
            .. said.Select(line => line.Split(' ', 2)).Where(words => names.ContainsKey(words[0])).Select(words => $"{names[words[0]]} {words[1]}").Order(StringComparer.Ordinal)];
    }

    static List<byte[]> Packets()
    {
        var packets = new List<byte[]>();
        using var reader = CaptureReader.Open(Path.Combine(Checkout.Examples, "captures", "mixed.pcapng"));
        while (packets.Count < 60 && reader.TryRead(out var packet))
            packets.Add(packet.Data.ToArray());
        return packets;
    }
}
