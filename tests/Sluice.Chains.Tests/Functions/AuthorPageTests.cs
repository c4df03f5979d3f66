using Sluice.Chains.Code;
using Sluice.Chains.Functions;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The function on the page for authors is whole, and does what the page says.</summary>
public sealed class AuthorPageTests
{
    const string Source = "functions/max_length.bpf.c", Object = "functions/max_length.bpf.o";

    [Fact]
    public void The_page_shows_a_function_that_exists() => Assert.Contains(
        $"```c\n{File.ReadAllText(TestData.Find(Source))}```", File.ReadAllText(Path.Combine(TestData.Root, "docs", "functions.md")));

    [Theory, MemberData(nameof(FunctionUnderTest.Engines), MemberType = typeof(FunctionUnderTest))]
    public void The_function_works_on_every_engine(string engine)
    {
        using var folder = new TemporaryFolder();
        folder.Write("limits/max_length.bpf.o", File.ReadAllBytes(TestData.Find(Object)));
        var catalogue = new PackageCatalogue(folder.Path);
        var signature = Assert.Single(catalogue.Find("limits")!.Functions);
        Assert.Equal("max_length(limit: u32)", signature.ToString());
        Assert.Equal(FunctionOutcome.Either, signature.Outcome);

        using var function = FunctionUnderTest.On(engine, catalogue, "limits", "max_length");
        var packet = Frames.Udp6();
        Assert.Equal((ulong)packet.Length, function.Value(packet, (ulong)packet.Length));
        Assert.Equal(XdpAction.Drop, function.Verdict(packet, (ulong)packet.Length - 1));
        Assert.Equal(XdpAction.Drop, function.Verdict(Frames.Udp4(), 1));
        Assert.Equal((ulong)Frames.Arp.Length, function.Value(Frames.Arp, 1)); // no IP
        Assert.Equal(1UL, function.Count("too_long", Frames.Address(Frames.Source6)));
    }
}
