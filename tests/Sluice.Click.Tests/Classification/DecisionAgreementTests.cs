using Sluice.Click.Classification;

namespace Sluice.Click.Tests.Classification;

/// <summary>Decision programs, interpreted and compiled, against the definition of conditions.</summary>
public sealed class DecisionAgreementTests(ITestOutputHelper output)
{
    static readonly string[] s_primitives =
    [
        "tcp", "udp", "icmp", "src host 10.0.0.1", "dst net 192.0.2.0/24", "host 192.0.2.9", "port 80", "src port 53", "dst port > 1023",
        "dst tcp port <= 80", "src udp port != 53", "syn", "tcp opt ack", "icmp type echo", "icmp type != echo", "ip frag", "unfrag",
        "ip ttl < 64", "ip ttl >= 64", "ip dscp 46", "ect", "ip hl 5", "ip[9] & 0x11 == 0x11", "tcp[13] & 2", "transp[2:2] 53",
        "ip[6:2] & 0x1fff > 2", "ip len > 100", "dst port < 54", "dst port >= 53", "src port & 0xff0 == 0x30", "transp[30:4] > 5", "ip[18:4] 7",
    ];

    [Fact]
    public void Random_rules_on_random_packets()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 7)).Select(_ => Expression(random, 3)).ToList();
            List<DecisionRule> rules = [.. texts.Select((text, i) => new DecisionRule(FilterExpression.Parse(text), random.Next(-1, i + 1)))];
            var program = DecisionProgram.Build(rules);
            var packets = Enumerable.Range(0, 60).Select(_ => SamplePackets.Random(random)).ToList();
            var used = new HashSet<int>();
            foreach (var compiled in (bool[])[false, true])
            {
                if (compiled)
                    program.Compile();
                foreach (var packet in packets)
                {
                    var header = SamplePackets.HeaderLength(packet);
                    var expected = NaiveMatcher.Match(rules, packet, header);
                    Assert.True(
                        expected == FilterExpressionTests.Match(program, packet),
                        $"seed {seed}: {string.Join(", ", texts)} on {Convert.ToHexString(packet)}: expected {expected}\n{program}");
                    used.Add(rules.FindIndex(rule => NaiveMatcher.Holds(rule.Condition, packet, header)));
                }
            }

            Assert.DoesNotContain(program.Unreachable, used.Contains);
        }
    }

    internal static string Expression(Random random, int depth) => (depth == 0 ? 0 : random.Next(7)) switch
    {
        1 => $"({Expression(random, depth - 1)} and {Expression(random, depth - 1)})",
        2 => $"({Expression(random, depth - 1)} or {Expression(random, depth - 1)})",
        3 => $"not ({Expression(random, depth - 1)})",
        4 => $"({Expression(random, depth - 1)} ? {Expression(random, depth - 1)} : {Expression(random, depth - 1)})",
        5 => $"({Expression(random, depth - 1)} {Expression(random, depth - 1)})",
        _ => s_primitives[random.Next(s_primitives.Length)],
    };
}
