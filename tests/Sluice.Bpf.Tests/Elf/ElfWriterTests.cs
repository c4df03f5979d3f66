using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Objects;

namespace Sluice.Bpf.Tests.Elf;

public partial class ElfWriterTests
{
    public static TheoryData<string> Files => ObjectFiles.All;

    [Theory, MemberData(nameof(Files))]
    public void Writes_what_it_has_read(string path)
    {
        var read = BpfObject.Read(ObjectFiles.Bytes(path), path);

        var written = BpfObject.Read(ElfWriter.Write(read), path);

        Assert.Equal(read.License, written.License);
        Assert.Equal(Sorted(read.Maps, ObjectText.Of), Sorted(written.Maps, ObjectText.Of));
        Assert.Equal(Sorted(read.Variables, ObjectText.Of), Sorted(written.Variables, ObjectText.Of));
        Assert.Equal(read.Programs.Select(Describe), written.Programs.Select(Describe));
        var (before, after) = (WithConfiguration(read), WithConfiguration(written));
        foreach (var program in read.Programs)
            Assert.Equal(Link(before, program.Name), Link(after, program.Name));
    }

    [Theory]
    [InlineData("maps")]
    [InlineData("globals")]
    [InlineData("subprograms")]
    [InlineData("callbacks")]
    [InlineData("inner-maps")]
    [InlineData("legacy-maps")]
    public void The_kernel_loads_what_was_written(string name)
    {
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/sbin/bpftool"))
            Assert.Skip("loading programs needs root and bpftool");
        var folder = Directory.CreateTempSubdirectory("sluice");
        try
        {
            var file = Path.Combine(folder.FullName, "written.o");
            File.WriteAllBytes(file, ElfWriter.Write(ObjectFiles.Load("clang-19", name)));
            var (code, output) = Bpftool(file);
            Assert.True(code == 0, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Writes_an_object_made_by_hand()
    {
        var function = new FunctionSpec
        {
            Name = "count",
            Section = "xdp",
            Instructions = [new(0x18, 1, 0, 0), default, new(0x85, 0, 0, 0), new(0xb7, 0, 0, 2), new(0x95, 0, 0, 0)],
            Relocations = [new(0, RelocationKind.Map, "flows"), new(2, RelocationKind.Call, "count")],
        };
        var made = new BpfObject
        {
            Name = "made",
            License = "GPL",
            Programs = [new() { Function = function, Type = ProgramType.Xdp }],
            Maps =
            [
                new("flows", MapType.TimeoutHash, 8, 16, 1 << 30)
                {
                    Flags = MapFlags.AbsoluteTimeout,
                    Extra = 1ul << 40,
                    PinByName = true,
                },
                new("tails", MapType.ProgramArray, 4, 4, 2) { InitialSlots = [(1, "count")] },
            ],
        };

        var read = BpfObject.Read(ElfWriter.Write(made), "made.o");

        Assert.Equal(made.Maps.Select(ObjectText.Of), read.Maps.Select(ObjectText.Of));
        Assert.Equal(function.Relocations, read.Programs[0].Function.Relocations);
        Assert.Equal(Linker.Link(made, "count").Instructions, Linker.Link(read, "count").Instructions);
        Assert.Equal(-3, Linker.Link(read, "count").Instructions[2].Immediate);
    }

    [Fact]
    public void Refuses_a_reference_to_nothing()
    {
        var function = new FunctionSpec
        {
            Name = "f",
            Section = "xdp",
            Instructions = [new(0x18, 1, 0, 0), default, new(0x95, 0, 0, 0)],
            Relocations = [new(0, RelocationKind.Map, "missing")],
        };

        var error = Assert.Throws<ArgumentException>(() => ElfWriter.Write(
            new() { Name = "made", Programs = [new() { Function = function, Type = ProgramType.Xdp }] }));

        Assert.Equal("made: 'f' refers to 'missing', which the object does not define", error.Message);
    }

    static string[] Sorted<T>(IEnumerable<T> all, Func<T, string> text) =>
        [.. all.Select(item => WithoutIds(text(item))).Order(StringComparer.Ordinal)];

    static string Describe(ProgramSpec program) =>
        $"{program.Section}/{program.Name} {program.Type} {program.AttachType} {program.AutoLoad} {program.Function.SectionOffset}";

    // Types come back under other ids.
    static string WithoutIds(string text) => Ids().Replace(text, "");

    [GeneratedRegex("types? [0-9]*/?[0-9]*|TypeId = [0-9]+")]
    private static partial Regex Ids();

    static BpfObject WithConfiguration(BpfObject @object) => @object with
    {
        Variables = [.. @object.Variables.Select(variable => variable with { IsUnresolved = false })],
    };

    static string Link(BpfObject @object, string program) =>
        WithoutIds(ObjectText.Of(Linker.Link(@object, program, new() { KernelSymbols = new EverySymbol() })));

    static (int Code, string Output) Bpftool(string file)
    {
        // A mount namespace of its own: what is pinned goes with it.
        const string script = "mount -t bpf bpf /sys/fs/bpf && exec bpftool prog loadall \"$1\" /sys/fs/bpf/written";
        var start = new ProcessStartInfo("unshare", ["-m", "sh", "-c", script, "sh", file])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    sealed class EverySymbol : IKernelSymbols
    {
        public ulong? FindAddress(string name) => 0x1000;

        public KernelTypeReference? FindVariable(string name) => new(1);

        public KernelTypeReference? FindFunction(string name) => new(1);
    }
}
