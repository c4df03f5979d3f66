using Sluice.Click.Configuration;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

public sealed class InformationTests
{
    [Fact]
    public void Names_stand_for_addresses_and_ports()
    {
        using var router = TestRouter.Of("""
            FastUDPSource(0, 1, 60, here, here:ip, web, there:eth, there, 53) -> Print(MAXLENGTH 38) -> Discard;
            AddressInfo(here 10.0.0.1/24 2:0:0:0:0:1, there 2:0:0:0:0:2 192.0.2.9); PortInfo(web 80/tcp)
            """).Run();
        Assert.Matches("02000000 00020200 00000001 0800.*0a00 0001c000 02090050 0035\n$", router.Output.ToString());
    }

    [Fact]
    public void Names_that_mean_nothing_are_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => TestRouter.Of("""
            FastUDPSource(0, 1, 60, here, nowhere, web, 2:0:0:0:0:2, 192.0.2.9, 53) -> Discard; AddressInfo(here 10.0.0.1, bad x); PortInfo(web)
            """));
        Assert.Equal(5, error.Errors.Count);
    }

    [Fact]
    public void Annotations_get_names()
    {
        using var router = TestRouter.Of("InfiniteSource(LIMIT 1) -> SetAnnoByte(mine, 7) -> CheckPaint(7, ANNO mine) -> d :: Discard; AnnotationInfo(mine 30, yours 32 4, CHECK_OVERLAP mine yours)").Run();
        Assert.Equal(1, router.Count("d.count"));
        Assert.Contains("AGGREGATE and mine overlap", Assert.Throws<ConfigurationException>(() =>
            TestRouter.Of("AnnotationInfo(mine 21 2, CHECK_OVERLAP AGGREGATE mine)")).Message, StringComparison.Ordinal);
    }
}
