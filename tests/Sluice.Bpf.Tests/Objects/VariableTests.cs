using System.Buffers.Binary;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Objects;

public class VariableTests
{
    static readonly BpfObject s_globals = ObjectFiles.Load("clang-19", "globals");

    [Fact]
    public void Sets_a_variable_in_a_copy()
    {
        var variable = s_globals.FindVariable("signed_counter")!;
        var before = s_globals.FindMap(variable.Map)!.InitialData;

        var changed = s_globals.With("signed_counter", -7);

        var after = changed.FindMap(variable.Map)!.InitialData;
        Assert.Equal(-7, BinaryPrimitives.ReadInt32LittleEndian(after.AsSpan()[variable.Offset..]));
        Assert.Equal(before, s_globals.FindMap(variable.Map)!.InitialData);
        Assert.Equal(before.RemoveRange(variable.Offset, variable.Size), after.RemoveRange(variable.Offset, variable.Size));
    }

    [Fact]
    public void Sets_an_array()
    {
        var array = s_globals.Variables.First(variable => variable is { Size: > 8, IsReadOnly: false } && variable.Size % 4 == 0);
        var values = Enumerable.Range(1, array.Size / 4).ToArray();

        var changed = s_globals.With<int>(array.Name, values);

        var data = changed.FindMap(array.Map)!.InitialData.AsSpan().Slice(array.Offset, array.Size);
        Assert.Equal(values, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(data).ToArray());
    }

    [Fact]
    public void Refuses_another_size()
    {
        var error = Assert.Throws<BpfVariableException>(() => s_globals.With("signed_counter", (byte)1));

        Assert.Equal("globals: variable 'signed_counter': found 1 bytes (Byte), expected the variable's 4", error.Message);
    }

    [Fact]
    public void Suggests_a_name()
    {
        var error = Assert.Throws<BpfVariableException>(() => s_globals.With("signed_conter", 1L));

        Assert.Equal("globals: variable 'signed_conter': found no such variable, expected 'signed_counter'", error.Message);
    }

    [Theory]
    [InlineData("limit", "7", "07000000")]
    [InlineData("offset", "-2", "feffffffffffffff")]
    [InlineData("enabled", "false", "00")]
    [InlineData("mode", "MODE_DROP", "e8030000")]
    [InlineData("gateway", "192.0.2.9", "c0000209")]
    [InlineData("ports", "[1, 2, 3, 4]", "01000000020000000300000004000000")]
    [InlineData("private_byte", "255", "ff")]
    public void Sets_a_variable_as_its_type_is_written(string name, string text, string bytes)
    {
        var variable = s_globals.FindVariable(name)!;

        var data = s_globals.WithText(name, text).FindMap(variable.Map)!.InitialData.AsSpan();

        Assert.Equal(bytes, Convert.ToHexStringLower(data.Slice(variable.Offset, variable.Size)));
    }

    [Theory]
    [InlineData("private_byte", "256", "private_byte")]
    [InlineData("mode", "MODE_NONE", "mode")]
    [InlineData("limits", "{\"nibbles\": {\"low\": 16}}", "limits.nibbles.low")]
    [InlineData("ports", "[1, 2, 3, 4, 5]", "ports")]
    public void Refuses_text_that_is_no_value_of_the_type(string name, string text, string place)
    {
        var error = Assert.Throws<BpfVariableException>(() => s_globals.WithText(name, text));

        Assert.StartsWith($"globals: variable '{place}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolves_a_configuration_value()
    {
        var externs = ObjectFiles.Load("clang-19", "externs")
            .With("CONFIG_HZ", 250ul)
            .With("LINUX_KERNEL_VERSION", 0x060c00);

        var linked = Linker.Link(externs, "use_kconfig");

        var configuration = linked.Maps.Single(map => map.DataSection == ".kconfig");
        var hertz = externs.FindVariable("CONFIG_HZ")!;
        Assert.Equal(250ul, BinaryPrimitives.ReadUInt64LittleEndian(configuration.InitialData.AsSpan()[hertz.Offset..]));
    }
}
