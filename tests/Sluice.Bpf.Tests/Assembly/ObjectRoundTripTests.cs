using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Assembly;

public sealed class ObjectRoundTripTests
{
    static readonly DisassemblyOptions[] s_readable =
    [
        DisassemblyOptions.Default,
        new() { Labels = false, SourceLines = false },
        new() { HexNumbers = true, SlotNumbers = true },
    ];

    public static TheoryData<string> Objects => [.. new[] { TestData.Folder, TestData.Examples }
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.o", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(TestData.Root, path))
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Objects))]
    public void Text_makes_the_same_object(string path)
    {
        var expected = BpfObject.Load(Path.Combine(TestData.Root, path));
        foreach (var options in s_readable)
        {
            var text = Disassembler.ToText(Disassembler.Disassemble(expected, options));
            var actual = Assembler.AssembleObject(text, path);
            Assert.Equal(Describe(expected), Describe(actual));
            Assert.Equal(expected.Types is null, actual.Types is null);
            if (expected.Types is { } types)
                Assert.Equal(BtfWriter.Write(types), BtfWriter.Write(actual.Types!));
            Assert.Equal(text, Disassembler.ToText(Disassembler.Disassemble(WithLines(actual, expected), options)));
        }
    }

    [Theory, MemberData(nameof(Objects))]
    public void Text_without_types_makes_the_same_code(string path)
    {
        var expected = BpfObject.Load(Path.Combine(TestData.Root, path));
        var text = Disassembler.ToText(Disassembler.Disassemble(expected, new() { Types = false }));
        var actual = Assembler.AssembleObject(text, path);
        Assert.Null(actual.Types);
        Assert.Equal(Functions(expected).Select(Code), Functions(actual).Select(Code));
        Assert.Equal(expected.Maps.Select(map => map.ToString()), actual.Maps.Select(map => map.ToString()));
    }

    // The text shows lines as comments, so they are what an assembled object lacks.
    static BpfObject WithLines(BpfObject actual, BpfObject lines) => actual with
    {
        Programs = [.. actual.Programs.Select((program, i) => program with
        {
            Function = program.Function with { Lines = lines.Programs[i].Function.Lines },
        })],
        Functions = [.. actual.Functions.Select((function, i) => function with { Lines = lines.Functions[i].Lines })],
    };

    static IEnumerable<FunctionSpec> Functions(BpfObject bpf) =>
        bpf.Programs.Select(program => program.Function).Concat(bpf.Functions);

    static string Code(FunctionSpec function) =>
        $"{function} at {function.SectionOffset}, {function.IsGlobal}: "
        + Convert.ToHexString(InstructionCodec.Encode(function.Instructions.AsSpan()))
        + string.Concat(function.Relocations.Select(relocation => $"\n  {relocation}"));

    static string Describe(BpfObject bpf) => string.Join('\n',
    [
        $"{bpf.Name} {bpf.License} {bpf.IsBigEndian}",
        .. bpf.Maps.Select(Describe),
        .. bpf.Variables.Select(variable => $"{variable with { Type = null }} {variable.Type?.Id}"),
        .. bpf.Programs.Select(program => $"{program.Type} {program.AttachType} {program.AttachTarget} {program.AutoLoad} "
            + $"{program.HasFragments} {program.IsSleepable} {Describe(program.Function)}"),
        .. bpf.Functions.Select(Describe),
    ]);

    static string Describe(MapSpec map) =>
        $"{map with { InitialSlots = [], InitialData = [], KeyType = null, ValueType = null, Inner = null }} {map.Flags} {map.Extra} "
        + $"{map.NumaNode} {map.PinByName} {map.IsFrozen} {map.DataSection} {map.KeyType?.Id} {map.ValueType?.Id} "
        + $"[{string.Join(", ", map.InitialSlots)}] {Convert.ToHexString(map.InitialData.AsSpan())} "
        + (map.Inner is null ? "" : $"({Describe(map.Inner)})");

    static string Describe(FunctionSpec function) => $"{Code(function)} {function.TypeId}"
        + string.Concat(function.CoreRelocations.Select(core => $"\n  {core.Instruction} {core.Type.Id} {core.Access} {core.Kind}"));
}
