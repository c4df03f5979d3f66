using Sluice.Cli.Output;

namespace Sluice.Cli.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(77184, "75.4 KiB")]
    [InlineData(10737418240, "10.0 GiB")]
    public void Writes_sizes(double bytes, string expected) => Assert.Equal(expected, Units.Bytes(bytes));

    [Theory]
    [InlineData(0, "0.00 s")]
    [InlineData(8.2e-9, "8.20 ns")]
    [InlineData(0.0123, "12.3 ms")]
    [InlineData(0.9999, "1.00 s")]
    [InlineData(42, "42.0 s")]
    public void Writes_seconds(double seconds, string expected) => Assert.Equal(expected, Units.Seconds(seconds));

    [Fact]
    public void Writes_rates()
    {
        Assert.Equal("12.3 Mpps", Units.PacketRate(12_345_678));
        Assert.Equal("1.60 Gbit/s", Units.BitRate(200_000_000));
        Assert.Equal("3 pps", Units.PacketRate(3));
        Assert.Equal("2:05", Units.Duration(TimeSpan.FromSeconds(125)));
    }

    [Fact]
    public void Aligns_columns_and_leaves_empty_ones_out()
    {
        var table = new Table("NAME", "EMPTY", Column.Number("COUNT"));
        table.Add("a", null, "1");
        table.Add("longer", "", "1,000");
        using var output = new StringWriter { NewLine = "\n" };
        table.Write(output, new Style(false));
        Assert.Equal("NAME    COUNT\na           1\nlonger  1,000\n", output.ToString());
    }

    [Fact]
    public void Colours_for_terminals_only()
    {
        Assert.Equal("text", new Style(false).Red("text"));
        Assert.Equal("\x1b[31mtext\x1b[0m", new Style(true).Red("text"));
    }

    [Fact]
    public void Shows_progress_with_rate_and_time_left()
    {
        Assert.Equal(
            "[###############...............]  50 %  1.00 GiB of 2.00 GiB  512 MiB/s  0:02 left",
            ProgressBar.Text(1L << 30, 2L << 30, TimeSpan.FromSeconds(2), Units.Bytes));
        Assert.Equal("1.00 GiB  512 MiB/s", ProgressBar.Text(1L << 30, 0, TimeSpan.FromSeconds(2), Units.Bytes));
    }
}
