using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Links;

public sealed class LinkTests : IDisposable
{
    const string Text = """
        .license "GPL"
        .program one section="xdp"
        r0 = 2
        exit
        .program two section="xdp"
        r0 = 2
        exit
        .program first section="tc"
        r0 = -1
        exit
        .program second section="tc"
        r0 = -1
        exit
        .program third section="tc"
        r0 = -1
        exit
        """;

    readonly NetworkNamespace _space = new();
    readonly KernelCollection _loaded;
    readonly int _index;

    public LinkTests()
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
    [InlineData(XdpMode.Auto, XdpMode.Native)]
    [InlineData(XdpMode.Native, XdpMode.Native)]
    [InlineData(XdpMode.Generic, XdpMode.Generic)]
    public void Xdp_is_attached_found_replaced_and_detached(XdpMode mode, XdpMode expected)
    {
        var (one, two) = (_loaded.Programs["one"], _loaded.Programs["two"]);
        _space.Do(() =>
        {
            Assert.Null(Interfaces.Xdp(_index));
            using var link = KernelLink.AttachXdp(one, _index, mode);
            Assert.Equal(new XdpAttachment(one.Id, expected), Interfaces.Xdp(_index));
            Assert.Equal([new(InterfaceHook.Xdp, one.Id, link.Id, expected)], Interfaces.Attachments(_index).AsEnumerable());
            Assert.Contains(new(_index, "v0"), Interfaces.All());
            Assert.Equal((LinkKind.Xdp, one.Id, _index), (link.Kind, link.ProgramId, link.InterfaceIndex));

            link.Replace(two, expected: one);
            Assert.Equal(two.Id, Interfaces.Xdp(_index)?.ProgramId);
            var error = Assert.Throws<KernelException>(() => link.Replace(one, expected: one));
            Assert.Contains("somebody else has replaced it", error.Message, StringComparison.Ordinal);
            Assert.Equal(two.Id, link.ProgramId);

            link.Detach();
            Assert.Null(Interfaces.Xdp(_index));
            return 0;
        });
    }

    [Fact]
    public void Of_two_who_want_one_interface_one_gets_a_clear_error()
    {
        var (one, two) = (_loaded.Programs["one"], _loaded.Programs["two"]);
        _space.Do(() =>
        {
            using var link = KernelLink.AttachXdp(one, _index);
            var error = Assert.Throws<KernelException>(() => KernelLink.AttachXdp(two, _index));
            Assert.Contains($"program {one.Id} is attached there already, in Native mode", error.Message, StringComparison.Ordinal);
            Assert.Equal(one.Id, Interfaces.Xdp(_index)?.ProgramId);
            return 0;
        });
    }

    [Fact]
    public void Tcx_programs_run_in_the_order_asked_for()
    {
        var (first, second, third) = (_loaded.Programs["first"], _loaded.Programs["second"], _loaded.Programs["third"]);
        const AttachType hook = AttachType.TcxIngress;
        _space.Do(() =>
        {
            if (Features.KernelRelease.Version < new Version(6, 6))
                Assert.Skip("TCX came with Linux 6.6");
            using var b = KernelLink.AttachTcx(second, _index, hook);
            using var c = KernelLink.AttachTcx(third, _index, hook, TcxPlace.AfterLink(b.Id));
            using var a = KernelLink.AttachTcx(first, _index, hook, TcxPlace.BeforeProgram(second.Id));
            var state = Interfaces.Tcx(_index, hook);
            Assert.Equal([new(first.Id, a.Id), new(second.Id, b.Id), new(third.Id, c.Id)], state.Programs.AsEnumerable());
            Assert.Empty(Interfaces.Tcx(_index, AttachType.TcxEgress).Programs);

            a.Dispose();
            Assert.Equal(2, Interfaces.Tcx(_index, hook).Programs.Length);
            var stale = Assert.Throws<KernelException>(() => KernelLink.AttachTcx(first, _index, hook, TcxPlace.First with { ExpectedRevision = state.Revision }));
            Assert.Equal(Errno.Stale, stale.Error);
            using var again = KernelLink.AttachTcx(first, _index, hook, TcxPlace.First with { ExpectedRevision = Interfaces.Tcx(_index, hook).Revision });
            Assert.Equal(first.Id, Interfaces.Tcx(_index, hook).Programs[0].ProgramId);
            return 0;
        });
    }

    [Fact]
    public void A_pinned_link_outlives_its_maker_and_is_adopted()
    {
        using var folder = new PinFolder();
        var path = Path.Combine(folder.Path, "link");
        var (one, two) = (_loaded.Programs["one"], _loaded.Programs["two"]);
        _space.Do(() =>
        {
            using (var link = KernelLink.AttachXdp(one, _index))
                link.Pin(path);
            Assert.Equal(one.Id, Interfaces.Xdp(_index)?.ProgramId);
            using (var adopted = KernelLink.OpenPinned(path))
                adopted.Replace(two, expected: one);
            Assert.Equal(two.Id, Interfaces.Xdp(_index)?.ProgramId);
            File.Delete(path);
            // The kernel lets go when the last descriptor's work is done, shortly after.
            Assert.True(SpinWait.SpinUntil(() => Interfaces.Xdp(_index) is null, TimeSpan.FromSeconds(10)));
            return 0;
        });
    }

    [Fact]
    public void A_replacement_keeps_the_maps_and_gets_its_own_constants()
    {
        using var folder = new PinFolder();
        var spec = BpfObject.Load(Path.Combine(Checkout.Examples, "firewall", "firewall.bpf.o"));
        var device = new NetworkInterface(_index, "v0");
        using var engine = new KernelEngine();
        _space.Do(() =>
        {
            var attachments = new PinnedLinks(folder.Path);
            int before, ports, constants;
            using (var loaded = engine.Load(spec))
            {
                var program = loaded.Programs.Values.Single();
                var pin = attachments.Attach(program, device, AttachType.Xdp);
                Assert.Equal([pin], attachments.Find(device));
                new BpfMap<ushort, ulong>(loaded.Maps["allowed_ports"])[443] = 5;
                (before, ports) = (program.Id, loaded.Maps["allowed_ports"].Id);
                constants = loaded.Maps.Values.Single(map => map.Spec.IsFrozen).Id;
                Assert.Throws<KernelException>(() => attachments.Attach(program, device, AttachType.Xdp));
            }

            var changed = spec.With("burst", 7UL);
            attachments.Replace(shared => engine.Load(changed, shared), changed, changed.Programs[0], device, AttachType.Xdp);
            var after = KernelPrograms.Find(Interfaces.Xdp(_index)!.Value.ProgramId)!;
            Assert.NotEqual(before, after.Id);
            Assert.Contains(ports, after.MapIds);
            Assert.DoesNotContain(constants, after.MapIds);
            using var kept = KernelMaps.Open(ports);
            Assert.Equal(5ul, new BpfMap<ushort, ulong>(kept)[443]);

            attachments.Detach(attachments.Find(device).Single());
            Assert.Null(Interfaces.Xdp(_index));
            Assert.Empty(folder.Names);
            return 0;
        });
    }

    [Fact]
    public void A_pin_of_an_interface_that_is_gone_is_in_nobody_s_way()
    {
        using var folder = new PinFolder();
        var program = _loaded.Programs["one"];
        var attachments = _space.Do(() => new PinnedLinks(folder.Path));
        var pin = _space.Do(() => attachments.Attach(program, new(_index, "v0"), AttachType.Xdp));
        _space.Run("ip link del v0");
        _space.Run("ip link add v0 type veth peer name v1");
        var device = new NetworkInterface(_space.IndexOf("v0"), "v0");
        Assert.Equal(pin, _space.Do(() => attachments.Attach(program, device, AttachType.Xdp)));
        Assert.Equal(program.Id, _space.Do(() => Interfaces.Xdp(device.Index))?.ProgramId);
        Assert.Throws<KernelException>(() => _space.Do(() => attachments.Attach(program, device, AttachType.Xdp)));
        _space.Do(() =>
        {
            attachments.Detach(pin);
            return 0;
        });
    }

    [Fact]
    public void What_bpftool_sees_is_what_was_attached()
    {
        _space.Do(() =>
        {
            using var link = KernelLink.AttachXdp(_loaded.Programs["one"], _index);
            if (!File.Exists("/usr/sbin/bpftool"))
                Assert.Skip("bpftool is not installed");
            using var process = Process.Start(new ProcessStartInfo("/usr/sbin/bpftool", ["-j", "link", "show", "id", $"{link.Id}"]) { RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Contains($"\"prog_id\":{link.ProgramId}", said, StringComparison.Ordinal);
            return 0;
        });
    }

    [Fact]
    public void A_link_whose_interface_goes_away_says_so()
    {
        var (one, two) = (_loaded.Programs["one"], _loaded.Programs["two"]);
        using var link = _space.Do(() => KernelLink.AttachXdp(one, _index));
        _space.Run("ip link del v0");
        Assert.Equal(0, link.InterfaceIndex);
        var error = Assert.Throws<KernelException>(() => link.Replace(two));
        Assert.Contains("interface is gone", error.Message, StringComparison.Ordinal);
        Assert.Throws<KernelException>(() => _space.Do(() => KernelLink.AttachXdp(one, _index)));
        Assert.Throws<KernelException>(() => _space.Do(() => Interfaces.Xdp(_index)));
    }

    [Fact]
    public void An_attached_program_sees_the_traffic_of_a_real_stack()
    {
        using var peer = new NetworkNamespace();
        _space.Run($"ip link set v1 netns {peer.Id}");
        _space.Run("ip addr add 10.11.12.1/24 dev v0");
        _space.Run("ip link set v0 up");
        peer.Run("ip addr add 10.11.12.2/24 dev v1");
        peer.Run("ip link set v1 up");
        using var engine = new KernelEngine();
        using var counter = engine.Load(BpfObject.Load(Path.Combine(Checkout.Examples, "protocol-count", "protocol-count.bpf.o")));
        using var link = _space.Do(() => KernelLink.AttachXdp(counter.Programs.Values.Single(), _index));
        peer.Run("ping -c 5 -i 0.01 -W 5 10.11.12.1");
        var packets = new BpfPerCpuMap<uint, ulong>(counter.Maps.Values.Single(map => map.Spec.IsPerCpu));
        const uint icmp = 1;
        Assert.Equal(5ul, packets.Sum(icmp));
    }
}
