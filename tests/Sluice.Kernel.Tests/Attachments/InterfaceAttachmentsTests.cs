using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Attachments;

/// <summary>What is attached to stay, at all hooks, and what becomes of it when something goes wrong.</summary>
public sealed class InterfaceAttachmentsTests : IDisposable
{
    const string Text = """
        .license "GPL"
        .map kept array key=4 value=8 entries=4
        .program one section="tc"
        r1 = map[kept]
        r0 = -1
        exit
        .program two section="tc"
        r1 = map[kept]
        r0 = -1
        exit
        .program three section="tc"
        r1 = map[kept]
        r0 = -1
        exit
        """;

    static readonly BpfObject s_tc = Assembler.AssembleObject(Text);

    readonly XdpPrograms _xdp = new();

    public static TheoryData<InterfaceHook> Hooks() =>
        [InterfaceHook.TcxIngress, InterfaceHook.TcxEgress, InterfaceHook.TcIngress, InterfaceHook.TcEgress];

    public void Dispose() => _xdp.Dispose();

    [Theory, MemberData(nameof(Hooks))]
    public void Tc_programs_run_by_priority_are_replaced_and_detached(InterfaceHook hook)
    {
        Need(hook);
        Attach("two", hook, 20);
        Attach("three", hook, 30);
        Attach("one", hook, 10);
        Assert.Equal("one two three", _xdp.Order);
        Assert.Equal(["one", "two", "three"], Seen().Select(program => program.Name));

        var map = Kept(1);
        Attach("two", hook, replace: true);
        Assert.Equal("one two three", _xdp.Order);
        Assert.Equal(map, Kept(1));
        Refused("it has priority 20: detach it first", () => Attach("two", hook, 5, replace: true));
        Refused("it is attached already", () => Attach("two", hook, 20));
        Refused("nothing to replace", () => Attach("one", hook == InterfaceHook.TcxIngress ? InterfaceHook.TcxEgress : InterfaceHook.TcxIngress, replace: true));

        _xdp.Detach("two");
        Assert.Equal("one three", _xdp.Order);
        _xdp.Detach();
        Assert.Empty(Seen());
        Assert.Empty(_xdp.Pins);
        Assert.Empty(Directory.GetDirectories(_xdp.Folder));
    }

    [Fact]
    public void All_hooks_of_an_interface_are_listed_in_the_order_of_the_packets_way()
    {
        Need(InterfaceHook.TcxIngress);
        foreach (var hook in Hooks())
            Attach("one", hook);
        _xdp.Attach("usual");
        Assert.Equal(Enum.GetValues<InterfaceHook>(), _xdp.Space.Do(() => Interfaces.Attachments(_xdp.Device.Index)).Select(attached => attached.Hook));
        Assert.Equal(["tcx-egress-one", "tcx-ingress-one", "xdp"], _xdp.Pins);
    }

    [Fact]
    public void Programs_of_others_keep_their_places_among_ours()
    {
        Need(InterfaceHook.TcxIngress);
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(".license \"GPL\"\n.program other section=\"tc\"\nr0 = -1\nexit\n"));
        Attach("two", InterfaceHook.TcxIngress, 20);
        using var link = _xdp.Space.Do(() => KernelLink.AttachTcx(loaded.Programs["other"], _xdp.Device.Index, AttachType.TcxIngress));
        Attach("three", InterfaceHook.TcxIngress, 30);
        Attach("one", InterfaceHook.TcxIngress, 10);
        Assert.Equal(["one", "two", "three", "other"], Seen().Select(program => program.Name));
    }

    [Fact]
    public void A_failure_after_the_load_takes_its_own_pins_back_and_no_others()
    {
        var gone = new NetworkInterface(4711, "gone");
        var options = new KernelOptions { PinFolder = _xdp.Folder };
        var spec = WithPinnedMap();
        Assert.Throws<KernelException>(() => _xdp.Inside(attachments => attachments.Attach(new(spec, "pass", gone, InterfaceHook.Xdp)), options));
        Assert.Empty(_xdp.Pins);

        using (var map = new KernelEngine(options).Load(spec))
            Assert.Equal(["kept"], _xdp.Pins);
        Assert.Throws<KernelException>(() => _xdp.Inside(attachments => attachments.Attach(new(spec, "pass", gone, InterfaceHook.Xdp)), options));
        Assert.Equal(["kept"], _xdp.Pins);
    }

    [Fact]
    public void An_interface_that_goes_and_comes_again_is_as_new()
    {
        _xdp.Attach("usual");
        _xdp.Attach("final");
        _xdp.Space.Run("ip link del v0");
        Assert.Equal(["xdp"], _xdp.Pins);
        Refused("no such interface", () => _xdp.Attach("early"));
        _xdp.Space.Run("ip link add v0 index 77 type veth peer name v1");
        var again = new NetworkInterface(77, "v0");
        _xdp.Inside(attachments => attachments.Attach(new(XdpPrograms.Object, "early", again, InterfaceHook.Xdp)));
        Assert.Equal(["early"], _xdp.Inside(attachments => attachments.List(again)).Select(attached => attached.Program));
    }

    [Fact]
    public void An_interface_that_is_renamed_keeps_what_it_has_and_its_old_name_is_free()
    {
        _xdp.Attach("usual");
        _xdp.Space.Run("ip link set v0 name w0");
        _xdp.Space.Run("ip link add v0 type veth peer name w1");
        var (renamed, other) = (new NetworkInterface(_xdp.Device.Index, "w0"), new NetworkInterface(_xdp.Space.IndexOf("v0"), "v0"));
        _xdp.Inside(attachments => attachments.Attach(new(XdpPrograms.Object, "early", other, InterfaceHook.Xdp)));
        _xdp.Inside(attachments => attachments.Attach(new(XdpPrograms.Object, "final", renamed, InterfaceHook.Xdp)));
        Assert.Equal(["usual", "final"], _xdp.Inside(attachments => attachments.List(renamed)).Select(attached => attached.Program));
        Assert.Equal(["early"], _xdp.Inside(attachments => attachments.List(other)).Select(attached => attached.Program));
    }

    [Fact]
    public void What_is_left_of_interfaces_that_are_gone_is_removed()
    {
        _xdp.Space.Run("ip link add w0 type veth peer name w1");
        var other = new NetworkInterface(_xdp.Space.IndexOf("w0"), "w0");
        _xdp.Inside(attachments => attachments.Attach(new(XdpPrograms.Object, "jump", other, InterfaceHook.Xdp)));
        Assert.Equal(3, _xdp.Pins.Count());
        _xdp.Space.Run("ip link del w0");
        _xdp.Attach("usual");
        Assert.Equal(["xdp"], _xdp.Pins);
    }

    [Fact]
    public void Interfaces_whose_names_begin_alike_are_told_apart()
    {
        _xdp.Space.Run("ip link add v0-xdp type veth peer name v0.1");
        NetworkInterface[] devices = [new(_xdp.Space.IndexOf("v0-xdp"), "v0-xdp"), new(_xdp.Space.IndexOf("v0.1"), "v0.1")];
        foreach (var device in devices)
            _xdp.Inside(attachments => attachments.Attach(new(XdpPrograms.Object, "usual", device, InterfaceHook.Xdp)));
        Assert.Empty(_xdp.Order);
        Assert.Equal(2, _xdp.Pins.Count());
        var attached = Assert.Single(_xdp.Inside(attachments => attachments.Detach(devices[1])));
        Assert.Equal("usual", attached.Program);
        Assert.Single(_xdp.Pins);
    }

    [Fact]
    public void A_foreign_pin_in_the_place_of_a_link_is_said_and_stays()
    {
        _xdp.Attach("usual");
        var path = Directory.GetFiles(_xdp.Folder, "xdp", SearchOption.AllDirectories).Single();
        _xdp.Detach();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var engine = new KernelEngine())
        using (var loaded = engine.Load(s_tc))
            loaded.Maps["kept"].Pin(path);
        Refused("it is something else", () => _xdp.Attach("usual"));
        Assert.Null(_xdp.Space.Do(() => Interfaces.Xdp(_xdp.Device.Index)));
        Assert.Equal(["xdp"], _xdp.Pins);
    }

    [Fact]
    public void A_program_of_ours_without_a_record_is_not_touched()
    {
        _xdp.Attach("usual");
        using var engine = new KernelEngine();
        using var loaded = engine.Load(XdpPrograms.Object);
        var path = Directory.GetFiles(_xdp.Folder, "xdp", SearchOption.AllDirectories).Single();
        using (var link = KernelLink.OpenPinned(path))
            link.Replace(loaded.Programs["early"]);
        Refused("is there without a record of what it was made of", () => _xdp.Attach("final"));
        Assert.Equal("early", _xdp.Order);
        _xdp.Detach();
        Assert.Empty(_xdp.Pins);
    }

    [Fact]
    public void Those_who_change_a_namespace_take_turns()
    {
        var (inside, most) = (0, 0);
        Parallel.For(0, 8, _ =>
        {
            using var turn = NamespaceLock.Take();
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Yield();
            Interlocked.Decrement(ref inside);
        });
        Assert.Equal(1, most);
    }

    AttachedProgram Attach(string program, InterfaceHook hook, int? priority = null, bool replace = false) =>
        _xdp.Inside(attachments => attachments.Attach(new(s_tc, program, _xdp.Device, hook) { Priority = priority, Replace = replace }));

    IEnumerable<ProgramDescription> Seen() =>
        _xdp.Space.Do(() => Interfaces.Attachments(_xdp.Device.Index)).Select(attached => KernelPrograms.Find(attached.ProgramId)!);

    int Kept(int place) => AttachmentRecord.Of(Seen().ElementAt(place))!.Parts[0].Maps["kept"];

    static BpfObject WithPinnedMap() => Assembler.AssembleObject(".license \"GPL\"\n.program pass section=\"xdp\"\nr0 = 2\nexit\n") with
    {
        Maps = [new MapSpec("kept", MapType.Hash, 4, 8, 16) { PinByName = true }],
    };

    static void Need(InterfaceHook hook)
    {
        if (hook is InterfaceHook.TcxIngress or InterfaceHook.TcxEgress && KernelFeatures.Tcx.State != FeatureState.Supported)
            Assert.Skip("the kernel has no TCX");
    }

    static void Refused(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<KernelException>(action).Message, StringComparison.Ordinal);
}
