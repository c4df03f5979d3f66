using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Core;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Tests.Btf;

public sealed class CoreRelocatorTests
{
    const int Poison = 195896080;
    const byte MoveImmediate = 0xb7, LoadWord = 0x61, LoadDouble = 0x79, LoadSignedByte = 0x91, LoadSignedWord = 0x81;

    static readonly Dictionary<(string Kind, string Local), string> s_expected = ReadExpected();

    public static TheoryData<string> Objects => [.. TestObjects.All
        .Select(row => row.Data)
        .Where(name => Path.GetFileName(name) is "core.o" or "core-matches.o")];

    [Theory, MemberData(nameof(Objects))]
    public void Answers_as_the_target_is_laid_out(string name)
    {
        var target = TestObjects.Types($"{Path.GetDirectoryName(name)}/core-target.o");
        foreach (var (before, after, result) in Relocate(name, target))
        {
            var expected = s_expected[(result.Relocation.Kind.ToString(), result.Local.Split(" (type")[0])];
            var value = expected switch
            {
                "absent" or "poisoned" => 0ul,
                "local" => (ulong)result.Relocation.Type.Id,
                "target" => (ulong)target.Find<BtfStruct>("packet_meta")!.Id,
                _ => ulong.Parse(expected, CultureInfo.InvariantCulture),
            };
            if (expected == "poisoned")
            {
                Assert.Equal(CoreOutcome.Poisoned, result.Outcome);
                Assert.Equal(new BpfInstruction(InstructionSet.CallOpcode, 0, 0, Poison), after[0]);
                continue;
            }

            Assert.Equal(expected == "absent" ? CoreOutcome.Absent : CoreOutcome.Resolved, result.Outcome);
            Assert.Equal(value, result.Value);
            Assert.Equal(value, InstructionSet.Find(after[0])!.Operation switch
            {
                Operation.Load => (ulong)after[0].Offset,
                Operation.LoadImmediate64 => BpfInstruction.WideImmediate(after, 0),
                _ => (ulong)after[0].Immediate,
            });
            Assert.Equal(before[0].Registers, after[0].Registers);
        }
    }

    [Fact]
    public void Every_row_of_the_table_was_asked()
    {
        var target = TestObjects.Types("clang-19/core-target.o");
        var asked = new[] { "clang-19/core.o", "clang-19/core-matches.o" }
            .SelectMany(name => Relocate(name, target))
            .Select(step => (step.Result.Relocation.Kind.ToString(), step.Result.Local.Split(" (type")[0]));
        Assert.Equal([], s_expected.Keys.Except(asked));
    }

    [Fact]
    public void A_load_takes_the_width_of_the_field_in_the_target()
    {
        var loads = Relocate("clang-19/core.o", TestObjects.Types("clang-19/core-target.o"))
            .Where(step => step.Result.Local.Contains(".table[2]", StringComparison.Ordinal))
            .Select(step => (InstructionSet.Find(step.Before[0])!.Size, InstructionSet.Find(step.After[0])!.Size));
        Assert.Equal([(4, 2)], loads);
    }

    [Fact]
    public void Finds_the_fields_of_the_running_kernel()
    {
        var kernel = KernelTypes.Get();
        var results = Relocate("clang-19/core-kernel.o", kernel).Select(step => step.Result).ToArray();
        var offset = results.First(result => result.Local.StartsWith("struct sk_buff___local.len ", StringComparison.Ordinal));
        Assert.Equal((ulong)kernel.Find<BtfStruct>("sk_buff")!.FindPath("len")!.Value.BitOffset / 8, offset.Value);
        var size = results.Single(result => result.Relocation.Kind == CoreRelocationKind.TypeSize);
        Assert.Equal((ulong)kernel.Find<BtfStruct>("sk_buff")!.Size, size.Value);
        Assert.Contains(results, result => result.Outcome == CoreOutcome.Absent);
        Assert.Contains(results, result => result.IsPoisoned && result.Reason.Contains("struct sk_buff", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_target_types_only_local_questions_have_an_answer()
    {
        foreach (var (_, _, result) in Relocate("clang-19/core.o", null))
        {
            Assert.NotEqual(result.Relocation.Kind == CoreRelocationKind.TypeIdLocal, result.Outcome != CoreOutcome.Resolved);
            if (result.IsPoisoned)
                Assert.Contains("no target types", result.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Both_slots_of_a_wide_immediate_are_poisoned()
    {
        var (local, value) = Enumeration("mode", new BtfEnumValue("MODE_GONE", 7));
        var (target, _) = Enumeration("mode", new BtfEnumValue("MODE_KEPT", 7));
        BpfInstruction[] program = [new(InstructionSet.LoadImmediate64Opcode, 1, 0, 7), default];
        var result = Single(program, new(0, value, "0", CoreRelocationKind.EnumValue), local, target);
        Assert.Equal(CoreOutcome.Poisoned, result.Outcome);
        Assert.All(program, slot => Assert.True(CoreRelocator.IsPoisoned(slot)));
        Assert.Equal("found enum mode in the target without what is asked for", result.Reason);
    }

    [Fact]
    public void Candidates_that_disagree_are_ambiguous_and_those_that_agree_are_not()
    {
        var local = new BtfBuilder();
        var flow = Flow(local, "flow___mine", 4, 0);
        var same = new BtfBuilder();
        Flow(same, "flow", 12, 8);
        Flow(same, "flow___other", 16, 8);
        var different = new BtfBuilder();
        Flow(different, "flow", 12, 8);
        Flow(different, "flow", 12, 4);
        var relocation = new CoreRelocation(0, flow, "0:0", CoreRelocationKind.FieldByteOffset);
        BpfInstruction[] program = [new(LoadWord, 0, 1, 0, 0)];
        Assert.Equal(8ul, Single([.. program], relocation, local.Build(), same.Build()).Value);
        var result = Single(program, relocation, local.Build(), different.Build());
        Assert.Equal(CoreOutcome.Ambiguous, result.Outcome);
        Assert.Contains("struct flow.rate (type 2, byte 8) says 8", result.Reason, StringComparison.Ordinal);
        Assert.Contains("says 4", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_found_through_anonymous_ones_on_either_side()
    {
        var local = new BtfBuilder();
        var flow = Flow(local, "flow", 4, 0);
        var target = new BtfBuilder();
        var number = target.Integer("unsigned int", 4);
        var inner = target.Struct("", 8, [new("pad", number, 0, 0), new("rate", number, 32, 0)]);
        var union = target.Struct("", 8, [new("other", number, 0, 0), new("", inner, 0, 0)], isUnion: true);
        target.Struct("flow", 16, [new("first", number, 0, 0), new("", union, 64, 0)]);
        BpfInstruction[] program = [new(MoveImmediate, 1, 0, 0)];
        Assert.Equal(12ul, Single(program, new(0, flow, "0:0", CoreRelocationKind.FieldByteOffset), local.Build(), target.Build()).Value);
        Assert.Equal(12, program[0].Immediate);
    }

    [Fact]
    public void Elements_are_bounded_unless_the_array_goes_on()
    {
        var (local, flow) = Table(4);
        var relocation = new CoreRelocation(0, flow, "0:1:3", CoreRelocationKind.FieldByteOffset);
        BpfInstruction[] Load() => [new(LoadWord, 0, 1, 16, 0)];
        Assert.Equal(CoreOutcome.Resolved, Single(Load(), relocation, local, Table(5).Types).Outcome);
        Assert.Equal(CoreOutcome.Resolved, Single(Load(), relocation, local, Table(0).Types).Outcome);
        Assert.Equal(CoreOutcome.Poisoned, Single(Load(), relocation, local, Table(3).Types).Outcome);
        Assert.Equal(CoreOutcome.Invalid, Single(Load(), relocation with { Access = "0:1:4" }, local, local).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0:")]
    [InlineData("0:9")]
    [InlineData("0:-1")]
    [InlineData("0:0:0")]
    [InlineData("99999999999")]
    public void An_access_that_leads_nowhere_is_named(string access)
    {
        var builder = new BtfBuilder();
        var flow = Flow(builder, "flow", 4, 0);
        BpfInstruction[] program = [new(LoadWord, 0, 1, 0, 0)];
        var result = Single(program, new(0, flow, access, CoreRelocationKind.FieldByteOffset), builder.Build(), builder.Build());
        Assert.Equal(CoreOutcome.Invalid, result.Outcome);
        Assert.Contains($"access '{access}'", result.Reason, StringComparison.Ordinal);
        Assert.True(CoreRelocator.IsPoisoned(program[0]));
    }

    [Fact]
    public void An_instruction_that_does_not_hold_the_local_value_is_named()
    {
        var builder = new BtfBuilder();
        var flow = Flow(builder, "flow", 8, 4);
        BpfInstruction[] program = [new(LoadWord, 0, 1, 12, 0)];
        var result = Single(program, new(0, flow, "0:0", CoreRelocationKind.FieldByteOffset), builder.Build(), builder.Build());
        Assert.Equal(CoreOutcome.Invalid, result.Outcome);
        Assert.Equal("the instruction is offset 12, expected 4 as the local types have it", result.Reason);
    }

    [Fact]
    public void A_relocation_behind_the_last_instruction_is_named()
    {
        var builder = new BtfBuilder();
        var flow = Flow(builder, "flow", 8, 4);
        var result = Single([], new(0, flow, "0:0", CoreRelocationKind.FieldByteOffset), builder.Build(), builder.Build());
        Assert.Equal(CoreOutcome.Invalid, result.Outcome);
        Assert.Equal("there are 0 instructions", result.Reason);
    }

    [Theory]
    [InlineData(LoadSignedByte, 1, 4, LoadSignedWord)]
    [InlineData(LoadSignedByte, 1, 8, LoadDouble)]
    public void A_signed_load_takes_another_width(byte opcode, int size, int targetSize, byte expected)
    {
        var local = new BtfBuilder();
        var flow = local.Struct("flow", size, [new("rate", local.Integer("local", size, BtfIntegerEncoding.Signed), 0, 0)]);
        var target = new BtfBuilder();
        target.Struct("flow", targetSize, [new("rate", target.Integer("target", targetSize, BtfIntegerEncoding.Signed), 0, 0)]);
        BpfInstruction[] program = [new(opcode, 0, 1, 0, 0)];
        var result = Single(program, new(0, flow, "0:0", CoreRelocationKind.FieldByteOffset), local.Build(), target.Build());
        Assert.Equal(CoreOutcome.Resolved, result.Outcome);
        Assert.Equal(expected, program[0].Opcode);
    }

    [Fact]
    public void Shifts_follow_the_byte_order()
    {
        // Bits 4 to 8 of a 32-bit unit, from its start in memory: big-endian counts them from the top.
        (ulong, ulong) Shifts(bool isBigEndian)
        {
            var builder = new BtfBuilder(isBigEndian: isBigEndian);
            var number = builder.Integer("unsigned int", 4);
            var flags = builder.Struct("flags", 4, [new("low", number, 0, 4), new("field", number, 4, 5)]);
            var types = builder.Build();
            ulong Ask(CoreRelocationKind kind) =>
                Single([new(MoveImmediate, 1, 0, 59)], new(0, flags, "0:1", kind), types, types).Value;
            return (Ask(CoreRelocationKind.FieldLeftShift), Ask(CoreRelocationKind.FieldRightShift));
        }

        Assert.Equal((64 - 9ul, 59ul), Shifts(isBigEndian: false));
        Assert.Equal((32 + 4ul, 59ul), Shifts(isBigEndian: true));
    }

    [Theory]
    [InlineData("flow___v2", true)]
    [InlineData("flow___a___b", true)]
    [InlineData("flow__v2", false)]
    [InlineData("flow____v2", false)]
    [InlineData("___flow", false)]
    [InlineData("flow___", false)]
    public void Three_underscores_make_a_flavour(string name, bool isFlavour)
    {
        var local = new BtfBuilder();
        var flow = Flow(local, name, 4, 0);
        var target = new BtfBuilder();
        Flow(target, name.Contains("a___b", StringComparison.Ordinal) ? "flow___a" : "flow", 4, 0);
        BpfInstruction[] program = [new(MoveImmediate, 1, 0, 1)];
        var result = Single(program, new(0, flow, "0", CoreRelocationKind.TypeExists), local.Build(), target.Build());
        Assert.Equal(isFlavour && !name.Contains("a___b", StringComparison.Ordinal) ? CoreOutcome.Resolved : CoreOutcome.Absent, result.Outcome);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 8)]
    public void Modules_are_asked_about_what_the_kernel_has_not(bool kernelHasIt, int expected)
    {
        var local = new BtfBuilder();
        var flow = Flow(local, "flow", 4, 0);
        var kernel = new BtfBuilder();
        Flow(kernel, kernelHasIt ? "flow" : "other", 4, 0);
        var target = kernel.Build();
        var module = new BtfBuilder(target);
        Flow(module, "flow", 8, 4);
        var asked = 0;
        IEnumerable<BtfTypes> Modules()
        {
            asked++;
            yield return new BtfBuilder(target).Build();
            yield return module.Build();
        }

        BpfInstruction[] program = [new(MoveImmediate, 1, 0, 4), new(MoveImmediate, 2, 0, 0)];
        var results = CoreRelocator.Apply(program,
            [new(0, flow, "0", CoreRelocationKind.TypeSize), new(1, flow, "0:0", CoreRelocationKind.FieldByteOffset)],
            local.Build(), target, Modules());
        Assert.All(results, result => Assert.Equal(CoreOutcome.Resolved, result.Outcome));
        Assert.Equal((expected, expected - 4), (program[0].Immediate, program[1].Immediate));
        Assert.Equal(kernelHasIt, asked == 0);
    }

    static IEnumerable<(BpfInstruction[] Before, BpfInstruction[] After, CoreResult Result)> Relocate(string name, BtfTypes? target)
    {
        var types = TestObjects.Types(name);
        foreach (var section in TestObjects.Extension(name).Sections.Where(section => !section.CoreRelocations.IsEmpty))
        {
            var before = MemoryMarshal.Cast<byte, BpfInstruction>(TestObjects.Section(name, section.Name)).ToArray();
            var after = before.ToArray();
            foreach (var result in CoreRelocator.Apply(after, section.CoreRelocations.Select(info => info.ToRelocation(0)), types, target))
                yield return (before[result.Relocation.Instruction..], after[result.Relocation.Instruction..], result);
        }
    }

    static CoreResult Single(BpfInstruction[] program, CoreRelocation relocation, BtfTypes local, BtfTypes target) =>
        Assert.Single(CoreRelocator.Apply(program, [relocation], local, target));

    static BtfStruct Flow(BtfBuilder builder, string name, int size, int offset)
    {
        var number = builder.Integer("unsigned int", 4);
        return builder.Struct(name, size, [new("rate", number, offset * 8, 0)]);
    }

    static (BtfTypes Types, BtfStruct Flow) Table(int count)
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("unsigned int", 4);
        var table = builder.Array(number, count, number);
        var flow = builder.Struct("flow", 4 + 4 * count, [new("rate", number, 0, 0), new("table", table, 32, 0)]);
        return (builder.Build(), flow);
    }

    static (BtfTypes Types, BtfEnum Enum) Enumeration(string name, params BtfEnumValue[] values)
    {
        var builder = new BtfBuilder();
        var result = builder.Enum(name, 4, values);
        return (builder.Build(), result);
    }

    static Dictionary<(string, string), string> ReadExpected() => File
        .ReadLines(TestObjects.PathOf("../Btf/core-relocations.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToDictionary(row => (row[0], row[1]), row => row[2]);
}
