using Sluice.Click.Classification;

namespace Sluice.Click.Tests.Classification;

public sealed class BytePatternTests
{
    [Theory]
    [InlineData("12/0806 20/0001", 0)]
    [InlineData("12/0806 20/0002", -1)]
    [InlineData("12/0800", -1)]
    [InlineData("12/08??", 0)]
    [InlineData("12/0?06", 0)]
    [InlineData("12/??07", -1)]
    [InlineData("12/0f06%f0ff", 0)]
    [InlineData("12/ffff%0000", 0)]
    [InlineData("!12/0800", 0)]
    [InlineData("! 12/0800", 0)]
    [InlineData("!12/0806", -1)]
    [InlineData("-", 0)]
    [InlineData("0/ffffffffffff", 0)]
    [InlineData("0/ffffffffffff0200000000010806", 0)]
    [InlineData("0/ffffffffffff0200000000020806", -1)]
    [InlineData("3/ffffff02", 0)]
    [InlineData("40/02", 0)]
    [InlineData("42/00", -1)]
    [InlineData("!42/00", 0)]
    public void Matches_an_arp_request(string pattern, int expected)
    {
        var packet = Convert.FromHexString("ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000200");
        var program = DecisionProgram.Build([new DecisionRule(BytePattern.Parse(pattern), 0)]);
        Assert.Equal(expected, Match(program, packet));
        program.Compile();
        Assert.Equal(expected, Match(program, packet));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("12/")]
    [InlineData("12/080")]
    [InlineData("12/08xx")]
    [InlineData("-1/00")]
    [InlineData("70000/00")]
    [InlineData("12/0800%ff")]
    [InlineData("12/0800%ff?f")]
    [InlineData("12/0800 !")]
    public void Explains_what_it_cannot_read(string pattern) =>
        Assert.Contains("expected", Assert.Throws<PatternException>(() => BytePattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void Shows_its_program()
    {
        var program = DecisionProgram.Build(
            [new DecisionRule(BytePattern.Parse("12/0806 20/0001"), 0), new DecisionRule(BytePattern.Parse("12/0800"), 1)]);
        Assert.Equal(
            " 0  12/08060000%ffff0000  yes->step 1  no->step 2\n"
            + " 1  20/00010000%ffff0000  yes->[0]  no->[X]\n"
            + " 2  12/08000000%ffff0000  yes->[1]  no->[X]\nsafe length 24\n",
            program.ToString());
    }

    [Fact]
    public void Contradictions_match_nothing()
    {
        var program = DecisionProgram.Build([new DecisionRule(BytePattern.Parse("12/0800 12/0806"), 0)]);
        Assert.Equal([0], program.Unreachable);
        Assert.Equal("all->[X]\nsafe length 0\n", program.ToString());
    }

    static unsafe int Match(DecisionProgram program, byte[] packet)
    {
        fixed (byte* start = packet)
            return program.Match(start, packet.Length);
    }
}
