using Sluice.Click.Configuration;

namespace Sluice.Click.Tests.Elements;

public sealed class ClassificationElementTests
{
    [Theory]
    [InlineData("IPClassifier(udp, tcp, -)", 0, 1, 2)]
    [InlineData("IPFilter(0 udp, 1 tcp, 2 all)", 0, 1, 2)]
    [InlineData("IPFilter(1 dst port 53, deny tcp, allow -)", 1, -1, 0)]
    [InlineData("IPFilter(allow icmp && icmp type echo, drop all)", -1, -1, 0)]
    [InlineData("IPProtoClassifier(tcp, -, 17)", 2, 0, 1)]
    [InlineData("IPProtoClassifier(tcp, udp, icmp)", 1, 0, 2)]
    [InlineData("Classifier(9/11, 9/06, 9/0?)", 0, 1, 2)]
    [InlineData("Classifier(20/0035, 9/06 22/0050, !9/06)", 2, 1, 2)]
    public void Packets_leave_where_they_should(string element, int udp, int tcp, int icmp)
    {
        using var bench = ElementBench.Of(element, outputs: 3);
        // Often enough that the program is compiled in between.
        for (var round = 0; round < 3000; round++)
        {
            foreach (var (packet, output) in new[] { (Samples.Udp(), udp), (Samples.Tcp(), tcp), (Samples.Echo(), icmp) })
            {
                bench.SendIP(packet);
                for (var port = 0; round % 500 == 0 && port < 3; port++)
                    Assert.Equal(port == output ? 1 : 0, bench.Receive(port).Count);
            }

            for (var port = 0; port < 3; port++)
                _ = bench.Receive(port);
        }
    }

    [Fact]
    public void Packets_without_an_IP_header_match_nothing()
    {
        using var bench = ElementBench.Of("IPClassifier(-)").Send(Samples.Udp());
        Assert.Empty(bench.Receive());
    }

    [Fact]
    public void Patterns_in_vain_are_reported()
    {
        using var bench = ElementBench.Of("Classifier(12/08, 12/0800, -)", outputs: 3);
        Assert.Contains("pattern 1 matches no packets", bench.Output, StringComparison.Ordinal);
        Assert.Contains("12/08000000%ff000000", bench.Read("program"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Classifier(12/0800, 12/08)", "2 patterns and 1 outputs")]
    [InlineData("Classifier(12/08zz)", "pattern 0")]
    [InlineData("IPFilter(1 tcp)", "found output 1")]
    [InlineData("IPFilter(permit tcp)", "found action `permit`")]
    [InlineData("IPClassifier(dst host nosuch)", "nosuch")]
    [InlineData("IPProtoClassifier(nosuch)", "nosuch")]
    public void Mistakes_are_explained(string element, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => ElementBench.Of(element));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_is_replaced_while_it_runs()
    {
        using var bench = ElementBench.Of("IPFilter(allow tcp)");
        bench.Write("config", "allow udp");
        Assert.Single(bench.SendIP(Samples.Tcp()).SendIP(Samples.Udp()).Receive());
        Assert.ThrowsAny<Exception>(() => bench.Write("config", "allow nonsense"));
        Assert.Single(bench.SendIP(Samples.Tcp()).SendIP(Samples.Udp()).Receive());
    }

    [Fact]
    public void More_outputs_than_usual()
    {
        using var bench = ElementBench.Of($"Classifier({string.Join(", ", Enumerable.Range(0, 100).Select(static i => $"0/{i:x2}"))})", outputs: 100);
        for (var i = 0; i < 101; i++)
            bench.Send([(byte)i, 0, 0, 0]);
        for (var i = 0; i < 100; i++)
            Assert.Equal((byte)i, bench.Single(i).Bytes[0]);
    }
}
