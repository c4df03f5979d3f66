using Sluice.Bpf.Assembly;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Links;

/// <summary>Programs as filters of the clsact discipline, as kernels before TCX have them.</summary>
public sealed class TcFilterTests : IDisposable
{
    const string Text = """
        .license "GPL"
        .program pass section="tc"
        r0 = 0
        exit
        .program drop section="tc"
        r0 = 2
        exit
        .program next section="tc"
        r0 = -1
        exit
        .program none section="xdp"
        r0 = 2
        exit
        """;

    readonly NetworkNamespace _space = new();
    readonly KernelCollection _loaded;
    readonly int _index;

    public TcFilterTests()
    {
        using var engine = new KernelEngine();
        _loaded = engine.Load(Assembler.AssembleObject(Text));
        _space.Run("ip link add v0 type veth peer name v1");
        _index = _space.IndexOf("v0");
    }

    public void Dispose()
    {
        _loaded.Dispose();
        _space.Dispose();
    }

    [Theory]
    [InlineData(TcDirection.Ingress, "ingress")]
    [InlineData(TcDirection.Egress, "egress")]
    public void Filters_are_attached_listed_replaced_and_detached(TcDirection direction, string name)
    {
        _space.Do(() =>
        {
            Assert.Empty(TcFilter.List(_index, direction));
            var last = TcFilter.Attach(_loaded.Programs["pass"], _index, direction, 20);
            var first = TcFilter.Attach(_loaded.Programs["next"], _index, direction, 10, "mine");
            Assert.Equal([first, last], TcFilter.List(_index, direction).AsEnumerable());
            Assert.Equal(("mine", 10), (first.Name, first.Priority));
            Assert.Empty(TcFilter.List(_index, direction == TcDirection.Ingress ? TcDirection.Egress : TcDirection.Ingress));

            var replaced = last.Replace(_loaded.Programs["drop"]);
            Assert.Equal(_loaded.Programs["drop"].Id, replaced.ProgramId);
            Assert.Equal([first, replaced], TcFilter.List(_index, direction).AsEnumerable());
            first.Detach();
            Assert.Equal([replaced], TcFilter.List(_index, direction).AsEnumerable());
            return 0;
        });
        Assert.Contains($"pref 20 bpf chain 0 handle 0x1 pass direct-action", _space.Run($"tc filter show dev v0 {name}"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_one_clear_error()
    {
        _space.Do(() =>
        {
            var pass = _loaded.Programs["pass"];
            var filter = TcFilter.Attach(pass, _index, TcDirection.Ingress, 1);
            Assert.Contains("a filter of priority 1 is there already",
                Assert.Throws<KernelException>(() => TcFilter.Attach(pass, _index, TcDirection.Ingress, 1)).Message, StringComparison.Ordinal);
            Assert.Contains("found a program of type Xdp, expected one for TC",
                Assert.Throws<KernelException>(() => TcFilter.Attach(_loaded.Programs["none"], _index, TcDirection.Ingress, 2)).Message, StringComparison.Ordinal);
            Assert.Throws<KernelException>(() => TcFilter.Attach(pass, 4711, TcDirection.Ingress, 1));
            filter.Detach();
            Assert.Throws<KernelException>(filter.Detach);
            Assert.Contains("the filter to replace has gone",
                Assert.Throws<KernelException>(() => filter.Replace(pass)).Message, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public void A_filter_decides_about_the_traffic_of_a_real_stack()
    {
        using var peer = new NetworkNamespace();
        _space.Run($"ip link set v1 netns {peer.Id}");
        _space.Run("ip addr add 10.11.12.1/24 dev v0");
        _space.Run("ip link set v0 up");
        peer.Run("ip addr add 10.11.12.2/24 dev v1");
        peer.Run("ip link set v1 up");
        const string ping = "ping -c 2 -i 0.2 -W 5 10.11.12.1";
        peer.Run(ping);
        var filter = _space.Do(() => TcFilter.Attach(_loaded.Programs["drop"], _index, TcDirection.Ingress, 1));
        Assert.Throws<InvalidOperationException>(() => peer.Run("ping -c 2 -i 0.2 -W 1 10.11.12.1"));
        filter = _space.Do(() => filter.Replace(_loaded.Programs["pass"]));
        peer.Run(ping);
        _space.Do(() =>
        {
            filter.Detach();
            return 0;
        });
        peer.Run(ping);
    }
}
