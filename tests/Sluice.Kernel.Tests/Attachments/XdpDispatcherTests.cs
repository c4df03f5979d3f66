using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Attachments;

/// <summary>Several XDP programs on one interface.</summary>
public sealed class XdpDispatcherTests : IDisposable
{
    const uint Drop = 1;

    readonly XdpPrograms _xdp = new();

    public void Dispose() => _xdp.Dispose();

    [Theory]
    [InlineData("early", 10, "XDP_DROP XDP_PASS")]
    [InlineData("usual", 50, "XDP_PASS")]
    [InlineData("final", 90, "")]
    public void An_object_says_when_its_programs_run(string program, int priority, string actions)
    {
        var run = RunConfiguration.Of(XdpPrograms.Object, program);
        Assert.Equal((priority, actions), (run.Priority, string.Join(' ', run.ChainActionNames())));
    }

    [Fact]
    public void Programs_run_by_priority_and_each_lets_the_next_one_run_or_not()
    {
        _xdp.Attach("usual");
        Assert.Equal("usual", _xdp.Present.Name);
        Assert.Equal("XDP_PASS", _xdp.Run());
        _xdp.Attach("final", spec: XdpPrograms.Object.With("verdict", Drop));
        _xdp.Attach("early", spec: XdpPrograms.Object.With("verdict", Drop));
        Assert.Equal("early usual final", _xdp.Order);
        Assert.Equal(XdpDispatcher.Name, _xdp.Present.Name);
        Assert.Equal(["early", "usual", "final"], InterfaceAttachments.PartsOf(_xdp.Present).Select(part => part.Program));

        // The first drops, which lets the next one run; that passes; the last drops.
        Assert.Equal("XDP_DROP", _xdp.Run());
        Assert.Equal((1ul, 2ul, 1ul), (_xdp.Seen("early"), _xdp.Seen("usual"), _xdp.Seen("final")));

        // Without the last, none is left to say anything else than to pass.
        _xdp.Detach("final");
        Assert.Equal("early usual", _xdp.Order);
        Assert.Equal("XDP_PASS", _xdp.Run());
        Assert.Equal((2ul, 3ul), (_xdp.Seen("early"), _xdp.Seen("usual")));

        // One that drops, and lets no other run.
        _xdp.Attach("usual", replace: true, spec: XdpPrograms.Object.With("verdict", Drop));
        _xdp.Attach("final");
        Assert.Equal("XDP_DROP", _xdp.Run());
        Assert.Equal((3ul, 0ul), (_xdp.Seen("early"), _xdp.Seen("final")));
        Assert.Equal(["xdp"], _xdp.Pins);
        _xdp.Detach();
        Assert.Null(_xdp.Space.Do(() => Interfaces.Xdp(_xdp.Device.Index)));
        Assert.Empty(_xdp.Pins);
        Assert.Empty(Directory.GetDirectories(_xdp.Folder));
    }

    [Fact]
    public void Priorities_given_win_and_equal_ones_go_by_name()
    {
        _xdp.Attach("usual", priority: 5);
        _xdp.Attach("final", priority: 10);
        _xdp.Attach("early");
        Assert.Equal("usual early final", _xdp.Order);
        _xdp.Attach("early", priority: 200, replace: true);
        Assert.Equal("usual final early", _xdp.Order);
        // Replacing without a word keeps the place.
        _xdp.Attach("early", replace: true);
        Assert.Equal("usual final early", _xdp.Order);
    }

    [Fact]
    public void A_replaced_program_hands_on_its_maps_and_the_others_keep_everything()
    {
        _xdp.Attach("early");
        _xdp.Attach("usual");
        _xdp.Run();
        _xdp.Run();
        var before = AttachmentRecord.Of(_xdp.Present)!.Parts;
        _xdp.Attach("usual", replace: true);
        var after = AttachmentRecord.Of(_xdp.Present)!.Parts;
        Assert.Equal(before[0].Maps.OrderBy(map => map.Key), after[0].Maps.OrderBy(map => map.Key));
        Assert.Equal(before[1].Maps["runs"], after[1].Maps["runs"]);
        Assert.NotEqual(before[1].Maps.Single(map => map.Key.EndsWith(".bss", StringComparison.Ordinal)), after[1].Maps.Single(map => map.Key.EndsWith(".bss", StringComparison.Ordinal)));
        Assert.NotEqual(before[0].Maps["runs"], before[1].Maps["runs"]);
        Assert.Equal(2ul, _xdp.Seen("early"));
        _xdp.Run();
        Assert.Equal(3ul, _xdp.Seen("early"));
    }

    [Fact]
    public void Tail_calls_go_on_when_the_process_that_attached_has_ended()
    {
        _xdp.Attach("jump");
        Assert.Equal("XDP_PASS", _xdp.Run());
        _xdp.Attach("early");
        Assert.Equal("early jump", _xdp.Order);
        Assert.Equal(3, _xdp.Pins.Count());
        Assert.Equal("XDP_PASS", _xdp.Run());
        _xdp.Detach("jump");
        Assert.Equal(["xdp"], _xdp.Pins);
        Assert.Equal("XDP_PASS", _xdp.Run());
    }

    [Fact]
    public void A_program_that_calls_itself_goes_with_others()
    {
        _xdp.Attach("again");
        _xdp.Run();
        var rounds = _xdp.Read("again", "seen");
        Assert.True(rounds > 30);
        _xdp.Attach("early");
        Assert.Equal("early again", _xdp.Order);
        Assert.Equal("XDP_PASS", _xdp.Run());
        Assert.Equal((1ul, 2 * rounds), (_xdp.Seen("early"), _xdp.Read("again", "seen")));
    }

    [Fact]
    public void Values_of_the_configuration_stay_as_they_were_set()
    {
        _xdp.Attach("configured", spec: XdpPrograms.Object.With("CONFIG_HZ", 77UL));
        _xdp.Run();
        Assert.Equal(77ul, _xdp.Read("configured", "hertz"));
        _xdp.Attach("early");
        _xdp.Attach("final");
        _xdp.Run();
        Assert.Equal((2ul, 77ul), (_xdp.Read("configured", "seen"), _xdp.Read("configured", "hertz")));
    }

    [Fact]
    public void Objects_with_and_without_types_go_together()
    {
        var plain = Assembler.AssembleObject("""
            .license "GPL"
            .program plain section="xdp"
            r0 = 2
            exit
            """);
        _xdp.Attach("plain", spec: plain, priority: 1);
        _xdp.Attach("early");
        Assert.Equal("plain early", _xdp.Order);
        Assert.Equal("XDP_PASS", _xdp.Run());
        Assert.Equal(1ul, _xdp.Seen("early"));
    }

    [Fact]
    public void The_examples_go_together()
    {
        var all = Directory.GetFiles(Checkout.Examples, "*.bpf.o", SearchOption.AllDirectories).Select(BpfObject.Load)
            .Select(spec => (Spec: spec, Program: spec.Programs.FirstOrDefault(program => program is { Type: ProgramType.Xdp, AutoLoad: true })))
            .Where(entry => entry.Program is not null).ToArray();
        var attached = new HashSet<string>();
        foreach (var (spec, program) in all.Where(entry => attached.Add(entry.Program!.Name)))
            _xdp.Attach(program!.Name, spec: spec);
        Assert.True(attached.Count > 4);
        Assert.Equal(attached.Order(StringComparer.Ordinal), _xdp.Order.Split(' '));
    }

    // The verdict of the whole is what the rules say of the verdicts of the parts.
    [Fact]
    public void Every_order_of_verdicts_is_as_the_rules_say()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        using var engine = new KernelEngine(new() { Programs = new HashSet<string> { XdpDispatcher.Name } });
        for (var round = 0; round < 40; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 11)).Select(index =>
            {
                var verdict = random.Next(8) == 0 ? random.Next(5, 60) : random.Next(0, 5);
                return (Index: index, Verdict: verdict, Actions: (uint)random.Next(0, 32));
            }).ToArray();
            var dispatcher = XdpDispatcher.Of([.. parts.Select(part => (
                Assembler.AssembleObject($".license \"GPL\"\n.program p{part.Index} section=\"xdp\"\nr0 = {part.Verdict}\nexit\n"),
                $"p{part.Index}", new RunConfiguration(part.Index, part.Actions)))]);
            var expected = parts.Where(part => part.Verdict > 31 || (part.Actions & 1u << part.Verdict) == 0).Select(part => part.Verdict).Append(2).First();
            using var loaded = engine.Load(dispatcher.Object);
            Assert.True(expected == (int)loaded.Programs[XdpDispatcher.Name].Run(new byte[64]).ReturnValue,
                $"seed {seed}, round {round}: {string.Join(", ", parts.Select(part => $"{part.Verdict} of {part.Actions:x}"))}");
        }
    }

    [Fact]
    public void What_is_there_already_and_what_is_not_is_said()
    {
        _xdp.Attach("early");
        Refused("it is attached already: replace it, or detach it first", () => _xdp.Attach("early"));
        Refused("it is not attached, so there is nothing to replace", () => _xdp.Attach("usual", replace: true));
        Assert.Equal("early", _xdp.Order);
    }

    [Fact]
    public void A_program_that_does_not_load_changes_nothing()
    {
        _xdp.Attach("early");
        var before = _xdp.Present.Id;
        var bad = Assembler.AssembleObject(".license \"GPL\"\n.program bad section=\"xdp\"\nr0 = r9\nexit\n");
        Assert.Throws<ProgramRejectedException>(() => _xdp.Attach("bad", spec: bad));
        Assert.Equal((before, "early"), (_xdp.Present.Id, _xdp.Order));
        Assert.Equal(["xdp"], _xdp.Pins);
    }

    [Fact]
    public void The_policy_is_asked_about_each_program_when_it_comes()
    {
        var asked = new List<string>();
        _xdp.Attach("early", options: new() { Policy = new Only(asked, "early") });
        _xdp.Attach("usual", options: new() { Policy = new Only(asked, "usual") });
        Assert.Equal(["early", "usual"], asked);
        Assert.Throws<LoadRefusedException>(() => _xdp.Attach("final", options: new() { Policy = new Only(asked, "usual") }));
        Assert.Equal("early usual", _xdp.Order);
    }

    [Fact]
    public void Programs_of_others_are_left_alone_unless_forced()
    {
        using var engine = new KernelEngine();
        using var other = engine.Load(Dispatcher());
        using var link = _xdp.Space.Do(() => KernelLink.AttachXdp(other.Programs["xdp_dispatcher"], _xdp.Device.Index));
        Refused("libxdp's dispatcher (version 3) with 2 programs is attached there: detach them by 'xdp-loader unload', or give --force", () => _xdp.Attach("usual"));
        Assert.Equal("xdp_dispatcher", _xdp.Present.Name);
        Assert.Empty(_xdp.Pins);
        _xdp.Attach("usual", force: true);
        Assert.Equal("usual", _xdp.Present.Name);
        Assert.Equal(0, link.InterfaceIndex);
    }

    // As 'ip link' and libxdp attach: without a link.
    [Fact]
    public void Programs_without_links_are_left_alone_unless_forced()
    {
        using var engine = new KernelEngine();
        using var other = engine.Load(Dispatcher());
        var pin = Path.Combine(_xdp.Folder, "other");
        Pins.BpfFileSystem.Pin(other.Programs["xdp_dispatcher"].Descriptor, pin, "program");
        _xdp.Space.Run($"ip link set dev v0 xdp pinned {pin}");
        Refused("libxdp's dispatcher", () => _xdp.Attach("usual"));
        _xdp.Attach("usual", force: true);
        Assert.Equal("usual", _xdp.Present.Name);
        Assert.Equal(["other", "xdp"], _xdp.Pins);
    }

    // Another's name, version and number of programs, where libxdp has them.
    static BpfObject Dispatcher() => Assembler.AssembleObject("""
        .license "GPL"
        .map config array key=4 value=124 entries=1
        .program xdp_dispatcher section="xdp"
        r1 = map[config][0] + 0
        r0 = 2
        exit
        """) is { Maps: [var config] } spec
        ? spec with { Maps = [config with { DataSection = ".rodata", InitialData = [236, 3, 2, .. new byte[121]], IsFrozen = true, Flags = MapFlags.ReadOnlyProgram }] }
        : throw new InvalidOperationException("the object has one map");

    static void Refused(string message, Action action) =>
        Assert.Contains(message, Assert.Throws<KernelException>(action).Message, StringComparison.Ordinal);

    sealed class Only(List<string> asked, string name) : ILoadPolicy
    {
        public void Admit(IReadOnlyList<LinkedProgram> programs)
        {
            foreach (var program in programs)
            {
                if (program.Name != name)
                    throw new LoadRefusedException(program.Name);
                asked.Add(program.Name);
            }
        }
    }
}
