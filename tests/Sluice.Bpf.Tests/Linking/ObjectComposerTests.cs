using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Objects;

namespace Sluice.Bpf.Tests.Linking;

public class ObjectComposerTests
{
    static readonly BpfInstruction s_exit = new(0x95, 0, 0, 0), s_call = new(0x85, 0, 1, 0, -1);

    public static TheoryData<string> AllObjects => ObjectFiles.All;

    public static TheoryData<string> Compilers => ObjectFiles.Compilers;

    [Theory, MemberData(nameof(AllObjects))]
    public void An_object_with_others_around_it_links_to_what_it_was(string path)
    {
        var alone = BpfObject.Read(ObjectFiles.Bytes(path), path);
        if (alone.IsBigEndian)
            return; // All around it are of the other byte order.
        var composer = new ObjectComposer("all");
        foreach (var other in new[] { "globals", "maps", "inner-maps", "subprograms", "callbacks" })
            composer.Add(ObjectFiles.Load("clang-19", other), new() { Scope = "before" });
        var part = composer.Add(alone, new() { Scope = "it" });
        composer.Add(ObjectFiles.Load("clang-16", "externs"), new() { Scope = "behind" });

        var all = composer.Build();

        AssertSame(alone, all, part);
        var written = BpfObject.Read(ElfWriter.Write(all), "all.o");
        AssertSame(alone, written, part);
        Assert.Equal(all.Variables.Select(variable => (variable.Name, variable.Offset, variable.Size)).Order(),
            written.Variables.Select(variable => (variable.Name, variable.Offset, variable.Size)).Order());
    }

    [Theory, MemberData(nameof(Compilers))]
    public void Types_that_are_the_same_stand_once(string compiler)
    {
        var one = ObjectFiles.Load(compiler, "maps");
        var alone = Compose(one).Types!;

        var twice = Compose(one, one).Types!;

        static IEnumerable<BtfType> Shapes(BtfTypes types) =>
            types.Own.ToArray().Where(type => type is not (BtfFunction or BtfVariable or BtfDataSection or BtfDeclarationTag));
        Assert.Equal(Shapes(alone).Count(), Shapes(twice).Count());
        Assert.Equal(2 * alone.Own.ToArray().OfType<BtfFunction>().Count(), twice.Own.ToArray().OfType<BtfFunction>().Count());
        Assert.NotNull(LoadableTypes.From(Compose(one, one)));
    }

    [Fact]
    public void Types_that_differ_far_away_stay_apart()
    {
        BpfObject With(int size)
        {
            var types = new BtfBuilder();
            var node = types.Struct("node", 8);
            types.SetMembers(node, [new("next", types.Pointer(types.Typedef("other", types.Integer("x", size))), 0, 0)]);
            types.Struct("list", 8, [new("head", types.Pointer(node), 0, 0)]);
            return new() { Name = $"n{size}", Types = types.Build() };
        }

        var composer = new ObjectComposer("both");
        composer.Add(With(4));
        composer.Add(With(8));
        composer.Add(With(4));

        var types = composer.Build().Types!;
        Assert.Equal(2, types.FindAll("list").Count());
        Assert.Equal([4, 8], types.FindAll("x").Cast<BtfInteger>().Select(type => type.Size));
    }

    [Fact]
    public void A_weak_function_gives_way()
    {
        var caller = Object("caller", Function("f", s_call, s_exit) with { IsGlobal = true, Relocations = [new(0, RelocationKind.Call, "g")] },
            Function("g", s_exit) with { IsGlobal = true, IsWeak = true });
        var strong = new BpfObject { Name = "strong", Functions = [Function("g", s_exit, s_exit) with { IsGlobal = true }] };

        foreach (var parts in new[] { new[] { caller, strong }, [strong, caller], [caller, caller with { Programs = [] }, strong] })
        {
            var all = Compose(parts);
            Assert.Equal(2, Linker.Link(all, all.Programs[0]).Functions[1].Length);
            Assert.Single(all.Functions, function => function.Name == "g");
        }

        Assert.Equal(1, Linker.Link(Compose(caller, caller with { Programs = [] }), "f").Functions[1].Length);
    }

    [Fact]
    public void Static_functions_of_one_name_stay_apart()
    {
        BpfObject Part(string name, int length) => Object(name,
            Function(name, s_call, s_exit) with { IsGlobal = true, Relocations = [new(0, RelocationKind.Call, "help")] },
            Function("help", [.. Enumerable.Repeat(s_exit, length)]));
        var composer = new ObjectComposer("all");
        composer.Add(Part("one", 1));
        composer.Add(Part("two", 2), new() { Scope = "net" });
        composer.AddFunction(Function("help", s_exit, s_exit, s_exit) with { IsGlobal = true });

        var all = composer.Build();

        Assert.Equal(1, Linker.Link(all, "one").Functions[1].Length);
        Assert.Equal(2, Linker.Link(all, "two").Functions[1].Length);
        Assert.Equal(3, all.FindFunction("help")!.Instructions.Length);
        Assert.NotNull(all.FindFunction("net__help"));
    }

    [Fact]
    public void Strong_functions_of_one_name_need_a_scope()
    {
        var part = Object("one", Function("f", s_exit) with { IsGlobal = true });
        var composer = new ObjectComposer("all");
        composer.Add(part);

        var error = Assert.Throws<BpfComposeException>(() => composer.Add(part with { Name = "two" }));
        Assert.Equal("two: 'f': found a second definition of what one defines, expected one, or a scope to tell them apart", error.Message);

        composer = new("all");
        composer.Add(part);
        Assert.Equal("net__f", composer.Add(part, new() { Scope = "net" }).Function("f"));
    }

    [Fact]
    public void Maps_are_shared_where_both_sides_say_so()
    {
        var spec = new MapSpec("state", MapType.Array, 4, 8, 1);
        var part = new BpfObject { Name = "one", Maps = [spec] };
        var shared = new ComposeOptions { Shared = new HashSet<string> { "state" } };

        Assert.Single(Compose(shared, part, part).Maps);
        Assert.Equal(["state", "state.1"], Compose(ComposeOptions.Default, part, part).Maps.Select(map => map.Name));
        Assert.Single(Compose(new ComposeOptions { Scope = "net" }, part, part).Maps);
        var larger = part with { Name = "larger", Maps = [spec with { MaxEntries = 2 }] };
        Assert.Equal(["state", "net__state"], Compose(new ComposeOptions { Scope = "net" }, part, larger).Maps.Select(map => map.Name));
        var error = Assert.Throws<BpfComposeException>(() => Compose(shared, part, larger));
        Assert.Equal("larger: 'state': found a shared map that is state (Array, key 4 B, value 8 B, 2 entries), "
            + "expected state (Array, key 4 B, value 8 B, 1 entries)", error.Message);
    }

    [Fact]
    public void Names_what_nobody_defines()
    {
        var composer = new ObjectComposer("all");
        composer.AddProgram(Program(Function("f", s_call, s_exit) with { Relocations = [new(0, RelocationKind.Call, "g")] }));

        var error = Assert.Throws<BpfLinkException>(() => composer.Build());
        Assert.Equal("all: f instruction 0: refers to function 'g', which no part of 'all' defines", error.Message);
    }

    [Fact]
    public void Leaves_out_what_no_program_reaches()
    {
        var part = ObjectFiles.Load("clang-19", "subprograms");
        var composer = new ObjectComposer("all");
        composer.Add(part);
        composer.Add(ObjectFiles.Load("clang-19", "maps"), new() { Programs = ProgramTreatment.Drop });

        var all = composer.Build(onlyReached: true);

        Assert.Empty(all.Maps.Where(map => !part.Maps.Any(own => own.Name == map.Name || own.DataSection == map.DataSection)));
        Assert.Equal(part.Programs.Length, all.Programs.Length);
    }

    [Fact]
    public void A_program_becomes_a_function_that_others_call()
    {
        var part = ObjectFiles.Load("clang-19", "maps");
        var composer = new ObjectComposer("all");
        var entry = composer.Add(part, new() { Programs = ProgramTreatment.Function }).Function(part.Programs[0].Name);
        var types = new BtfBuilder();
        var integer = types.Integer("int", 4, BtfIntegerEncoding.Signed);
        var prototype = types.FunctionPrototype(integer, new BtfParameter("ctx", types.Pointer(types.Struct("xdp_md", 0))));
        composer.AddProgram(Program(Function("dispatch", s_call, s_exit) with { Relocations = [new(0, RelocationKind.Call, entry)] }), prototype);

        var all = composer.Build(onlyReached: true);

        Assert.Equal("dispatch", Assert.Single(all.Programs).Name);
        Assert.Equal(entry, Linker.Link(all, "dispatch").Functions[1].Name);
        Assert.True(all.FindFunction(entry)!.IsGlobal);
        Assert.All(Linker.Link(all, "dispatch").Functions, function => Assert.NotEqual(0, function.TypeId));
    }

    static BpfObject Compose(params BpfObject[] parts) => Compose(new ComposeOptions { Scope = "x" }, parts);

    static BpfObject Compose(ComposeOptions options, params BpfObject[] parts)
    {
        var composer = new ObjectComposer("all");
        foreach (var part in parts)
            composer.Add(part, options);
        return composer.Build();
    }

    static FunctionSpec Function(string name, params BpfInstruction[] instructions) =>
        new() { Name = name, Section = ".text", Instructions = [.. instructions] };

    static ProgramSpec Program(FunctionSpec function) => new() { Function = function with { Section = "xdp" }, Type = ProgramType.Xdp };

    static BpfObject Object(string name, FunctionSpec entry, params FunctionSpec[] functions) =>
        new() { Name = name, Programs = [Program(entry)], Functions = [.. functions] };

    // Same instructions, lines, types and maps for every program, but for the places of global data.
    static void AssertSame(BpfObject alone, BpfObject all, ComposedPart part)
    {
        foreach (var program in alone.Programs)
        {
            var composed = all.FindProgram(part.Function(program.Name))!;
            Assert.Equal((program.Type, program.AttachType, program.AutoLoad), (composed.Type, composed.AttachType, composed.AutoLoad));
            if (TryLink(alone, program) is not { } expected)
            {
                Assert.Throws<BpfLinkException>(() => Linker.Link(all, composed));
                continue;
            }

            var actual = Linker.Link(all, composed);
            Assert.Equal(expected.Functions.Select(function => (function.Start, function.Length, function.IsGlobal)),
                actual.Functions.Select(function => (function.Start, function.Length, function.IsGlobal)));
            Assert.Equal(expected.Lines, actual.Lines);
            Assert.Equal(Shape(expected), Shape(actual));
            if (alone.Types is not null)
                AssertSameTypes(alone, expected, all, actual, part);
        }
    }

    static void AssertSameTypes(BpfObject alone, LinkedProgram expected, BpfObject all, LinkedProgram actual, ComposedPart part)
    {
        foreach (var (before, after) in expected.Functions.Zip(actual.Functions).Where(pair => pair.First.TypeId > 0))
        {
            var (one, other) = ((BtfFunction)alone.Types![before.TypeId], (BtfFunction)all.Types![after.TypeId]);
            Assert.Equal(after.Name, other.Name);
            Assert.Equal(((BtfFunctionPrototype)one.Prototype).Parameters.Select(parameter => parameter.Name),
                ((BtfFunctionPrototype)other.Prototype).Parameters.Select(parameter => parameter.Name));
        }

        foreach (var (before, after) in expected.Maps.Zip(actual.Maps).Where(pair => !pair.First.IsGlobalData))
        {
            Assert.Equal(part.Map(before.Name), after.Name);
            Assert.True(before.IsCompatibleWith(after));
            Assert.Equal(before.ValueType?.Name, after.ValueType?.Name);
        }
    }

    // An address of global data is told by the bytes that lie there.
    static List<string> Shape(LinkedProgram program)
    {
        var shape = new List<string>();
        for (var slot = 0; slot < program.Instructions.Length; slot++)
        {
            var instruction = program.Instructions[slot];
            if (InstructionSet.Find(instruction)?.Operation != Operation.LoadMapValueByIndex)
            {
                shape.Add(instruction.ToString());
                continue;
            }

            var offset = program.Instructions[++slot].Immediate;
            var data = program.Maps[instruction.Immediate].InitialData.AsSpan()[offset..];
            shape.Add($"r{instruction.Destination} = data {Convert.ToHexString(data[..Math.Min(4, data.Length)])}");
        }

        return shape;
    }

    static LinkedProgram? TryLink(BpfObject @object, ProgramSpec program)
    {
        try
        {
            return Linker.Link(@object, program);
        }
        catch (BpfLinkException)
        {
            return null; // It names what only a running kernel has.
        }
    }
}
