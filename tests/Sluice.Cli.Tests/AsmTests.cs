using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Tests;

public sealed class AsmTests
{
    [Fact]
    public void Prints_bare_instructions_in_hexadecimal()
    {
        var run = Sluice.RunWith("r0 = 42\nexit\n", "asm", "-", "--hex");
        Assert.Equal("b7000000" + "2a000000" + "9500000000000000\n", run.Out);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Says_that_a_file_is_missing()
    {
        var run = Sluice.Run("asm", "/nowhere/x.s", "--hex");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^sluice: [^\n]*/nowhere/x.s[^\n]*\n$", run.Error);
    }

    [Fact]
    public void Names_every_error_with_its_line()
    {
        var run = Sluice.RunWith("r0 = 42\nr11 = 1\nexit now\n", "asm", "-", "--hex");
        Assert.Equal(1, run.ExitCode);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("sluice: standard input:2:", lines[0]);
        Assert.StartsWith("sluice: standard input:3:", lines[1]);
    }

    public static TheoryData<string> Objects => [.. Directory.EnumerateFiles(Checkout.Example("."), "*.o", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Objects, "clang-19"), "*.o"))
        .Select(file => Path.GetRelativePath(Checkout.Root, file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Objects))]
    public void Takes_back_what_disasm_prints(string file)
    {
        using var folder = new TemporaryFolder();
        var original = BpfObject.Load(Path.Combine(Checkout.Root, file));
        var text = Sluice.Succeed("disasm", Path.Combine(Checkout.Root, file)).Out;
        var copy = folder[Path.GetFileName(file)];
        var run = Sluice.RunWith(text, "asm", "-", "-o", copy);
        Assert.Equal((0, "", ""), (run.ExitCode, run.Out, run.Error));
        var read = BpfObject.Load(copy);
        Assert.Equal(Code(original), Code(read));
        Assert.Equal(original.Maps.Select(Shape).Order(), read.Maps.Select(Shape).Order());
        Assert.Equal(original.Variables.Length, read.Variables.Length);
    }

    // As an engine gets it: how a place says what is to be filled in is the writer's choice.
    static IEnumerable<string> Code(BpfObject @object) => @object.Programs.Select(program =>
    {
        try
        {
            var linked = Linker.Link(@object, program);
            return $"{program} {program.Type} {Convert.ToHexStringLower(InstructionCodec.Encode(linked.Instructions.AsSpan()))}";
        }
        catch (BpfLinkException error)
        {
            return error.Message;
        }
    });

    static string Shape(MapSpec map) => $"{map} {map.Flags} {Convert.ToHexStringLower(map.InitialData.AsSpan())}";

    [Fact]
    public void Writes_bare_bytes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.s"], "exit\n");
        Sluice.Succeed("asm", folder["x.s"], "--raw", "-o", folder["x"]);
        Assert.Equal([0x95, 0, 0, 0, 0, 0, 0, 0], File.ReadAllBytes(folder["x"]));
        Assert.Equal(64, Sluice.Run("asm", folder["x.s"], "--raw").ExitCode);
    }
}
