namespace Sluice.Cli.Tests;

public sealed class ExecTests
{
    const string Modes = "interpret compiled sandbox";

    public static TheoryData<string> AllModes => [.. Modes.Split(' ')];

    [Theory, MemberData(nameof(AllModes))]
    public void Prints_r0_and_nothing_else(string mode) => Expect("2a", "r0 = 42", "", mode);

    [Theory, MemberData(nameof(AllModes))]
    public void Prints_all_64_bits_in_lower_case(string mode) => Expect("fffffffffffffffe", "r0 = -2", "", mode);

    [Theory, MemberData(nameof(AllModes))]
    public void Gives_the_memory_and_its_length(string mode)
    {
        Expect("bb", "r0 = *(u8 *)(r1 + 1)", "aa bb cc", mode);
        Expect("3", "r0 = r2", "aa bb cc", mode);
        Expect("77", "w3 = 0x77; *(u8 *)(r1 + 2) = w3; r0 = *(u8 *)(r1 + 2)", "0xAA 0xBB 0xCC", mode);
    }

    [Theory, MemberData(nameof(AllModes))]
    public void Gives_zeros_without_memory(string mode)
    {
        Expect("0", "r0 = r1", "", mode);
        Expect("0", "r0 = r2", "", mode);
    }

    [Theory, MemberData(nameof(AllModes))]
    public void Gives_a_stack(string mode) =>
        Expect("1234", "*(u64 *)(r10 - 512) = 0x1234; r0 = *(u64 *)(r10 - 512)", "", mode);

    [Theory, MemberData(nameof(AllModes))]
    public void Runs_local_functions(string mode) =>
        Expect("7", "r1 = 3; call double; r0 += 1; exit; double:; r0 = r1; r0 += r1", "", mode);

    [Fact]
    public void Takes_the_program_with_any_white_space_and_without_an_argument()
    {
        var run = Sluice.RunWith("\nb70000002A000000\t95 00\n00 00 00 00 00 00\n\n", "exec");
        Assert.Equal((0, "2a\n", ""), (run.ExitCode, run.Out, run.Error));
        Assert.Equal("2a\n", Sluice.RunWith("b7 00 00 00 2a 00 00 00 95 00 00 00 00 00 00 00", "exec", "", "--mode", "interpret").Out);
    }

    [Theory, MemberData(nameof(AllModes))]
    public void Runs_main_of_an_object(string mode)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Checkout.Root, "tests", "Sluice.Cli.Tests", "testdata", "main.bpf.o"));
        var run = Sluice.RunWith(Convert.ToHexString(bytes), "exec", "01 02 03 04", "--elf", "--mode", mode);
        Assert.Equal((0, "a\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Theory]
    [InlineData("zz", "", "standard input: found 'zz'")]
    [InlineData("b7", "", "standard input")]
    [InlineData("b7000000000000009500000000000000", "a", "memory: found 'a'")]
    [InlineData("", "", "found no instructions")]
    public void Refuses_what_is_no_program(string program, string memory, string message)
    {
        var run = Sluice.RunWith(program, "exec", memory);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Matches("^sluice: [^\n]+\n$", run.Error);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("r0 = *(u64 *)(r1 + 0)")]
    [InlineData("call 9999")]
    [InlineData("goto -1")]
    [InlineData("r0 = *(u64 *)(r10 + 4096)")]
    public void Says_on_standard_error_why_a_program_fails(string text)
    {
        var hex = Sluice.RunWith(text.Replace("; ", "\n") + "\nexit\n", "asm", "-", "--hex").Out;
        var run = Sluice.RunWith(hex, "exec");
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("sluice: ", run.Error);
    }

    static void Expect(string result, string text, string memory, string mode)
    {
        var hex = Sluice.RunWith(text.Replace("; ", "\n") + "\nexit\n", "asm", "-", "--hex");
        Assert.Equal("", hex.Error);
        var run = Sluice.RunWith(hex.Out, "exec", memory, "--mode", mode);
        Assert.Equal((0, result + "\n", ""), (run.ExitCode, run.Out, run.Error));
    }
}
