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
    public void Names_every_error_with_its_line()
    {
        var run = Sluice.RunWith("r0 = 42\nr11 = 1\nexit now\n", "asm", "-", "--hex");
        Assert.Equal(1, run.ExitCode);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("sluice: -:2:", lines[0]);
        Assert.StartsWith("sluice: -:3:", lines[1]);
    }
}
