using System.Runtime.CompilerServices;
using Sluice.Click.Classification;

namespace Sluice.Click.Tests.Classification;

public sealed class FilterExpressionTests
{
    public static TheoryData<int, string, string> Vectors()
    {
        var data = new TheoryData<int, string, string>();
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "filters.txt")))
        {
            number++;
            if (line.StartsWith('#'))
                continue;
            var bar = line.LastIndexOf(" |", StringComparison.Ordinal);
            data.Add(number, line[..bar].Trim(), line[(bar + 2)..].Trim());
        }

        return data;
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Matches_the_packets_it_should(int line, string expression, string expected)
    {
        var condition = FilterExpression.Parse(expression, new SampleNames());
        var program = DecisionProgram.Build([new DecisionRule(condition, 0)]);
        Assert.True(expected == Matching(program), $"line {line}: `{expression}` matches {Matching(program)}, expected {expected}");
        program.Compile();
        Assert.True(expected == Matching(program), $"line {line}, compiled: `{expression}` matches {Matching(program)}, expected {expected}");
    }

    [Theory]
    [InlineData("src host", "the end")]
    [InlineData("tcp port 65536", "65536")]
    [InlineData("tcp port nosuch", "nosuch")]
    [InlineData("(tcp", "`)`")]
    [InlineData("tcp)", "`)`")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("host 10.0.0.256", "10.0.0.256")]
    [InlineData("net 10.0.0.0/33", "10.0.0.0/33")]
    [InlineData("ip[0:5] 1", "`5`")]
    [InlineData("ip[0 1", "`]`")]
    [InlineData("tcp ? udp", "`:`")]
    [InlineData("tcp opt > syn", "syn")]
    [InlineData("src host > 10.0.0.1", "10.0.0.1")]
    [InlineData("tcp and", "the end")]
    [InlineData("not", "the end")]
    [InlineData("ether[0] 1", "ether[")]
    [InlineData("80", "80")]
    [InlineData("ip ttl 256", "256")]
    public void Explains_what_it_cannot_read(string expression, string inMessage)
    {
        var error = Assert.Throws<PatternException>(() => FilterExpression.Parse(expression));
        Assert.Contains(inMessage, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_an_earlier_one_covers_is_found()
    {
        string[] patterns = ["tcp", "tcp port 80", "udp", "src port 80 and src port 81", "icmp", "not icmp", "ip ttl < 5"];
        var program = DecisionProgram.Build([.. patterns.Select((pattern, i) => new DecisionRule(FilterExpression.Parse(pattern), i))]);
        Assert.Equal([1, 3, 6], program.Unreachable);
    }

    [Fact]
    public void Tests_that_rules_share_are_made_once()
    {
        string[] patterns = ["dst tcp port 80", "dst tcp port 443", "dst tcp port 22"];
        var program = DecisionProgram.Build([.. patterns.Select((pattern, i) => new DecisionRule(FilterExpression.Parse(pattern), i))]);
        // Protocol, fragment, and one test a port.
        Assert.Equal(5, program.Nodes.Count);
    }

    static string Matching(DecisionProgram program) =>
        string.Join(' ', SamplePackets.All.Where(sample => Match(program, sample.Value) == 0).Select(sample => sample.Key));

    internal static unsafe int Match(DecisionProgram program, byte[] packet)
    {
        var header = SamplePackets.HeaderLength(packet);
        fixed (byte* start = packet)
            return program.Match(start, packet.Length, start + header, packet.Length - header);
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
