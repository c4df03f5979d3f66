using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel;
using Sluice.Kernel.Inspection;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Verifier.Attestations;
using Sluice.Verifier.Policies;

namespace Sluice.Verifier.Tests.Policies;

/// <summary>Engines load what their policy lets in, and nothing of what it does not.</summary>
public sealed class LoadPolicyTests
{
    static readonly (string Private, string Public) s_keys = TrustedKey.Generate();
    static readonly byte[] s_firewall = File.ReadAllBytes(Path.Combine(TestData.Examples, "firewall", "firewall.bpf.o"));
    static readonly BpfObject s_strings = BpfObject.Load(Path.Combine(TestData.CompiledObjects, "clang-19", "strings.o"));
    static readonly BpfObject s_unsafe = s_strings with { Programs = [s_strings.FindProgram("indexes")! with { AutoLoad = true }] };

    [Fact]
    public void Verify_lets_in_what_passes_only()
    {
        using var runtime = new BpfRuntime(new() { Policy = new VerifyPolicy(), Mode = ExecutionMode.Compiled });
        using var loaded = runtime.Load(BpfObject.Read(s_firewall, "firewall"));
        Assert.Equal(2ul, loaded.Program("firewall").Run(new byte[60]).ReturnValue);

        var error = Assert.Throws<NotProvedException>(() => runtime.Load(s_unsafe));
        Assert.Equal(RejectionKind.NotAPointer, error.Report.Rejections[0].Kind);
        var linked = Linker.Link(s_unsafe, "indexes");
        Assert.Throws<NotProvedException>(() => runtime.Load(linked, [.. linked.Maps.Select(map => RuntimeMaps.Create(runtime, map))]));
    }

    [Fact]
    public void The_kernel_is_not_even_asked()
    {
        var before = Programs();
        using var kernel = new KernelEngine(new() { Policy = new VerifyPolicy(new() { Mode = VerifierMode.Linux }) });
        Assert.Throws<NotProvedException>(() => kernel.Load(s_unsafe));
        Assert.Equal(before, Programs());

        static int? Programs() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            ? KernelPrograms.All().Count(program => program.Name == "indexes") : null;
    }

    [Fact]
    public void Attested_lets_in_what_was_signed()
    {
        using var runtime = new BpfRuntime(new() { Policy = Attested(Sign()), Mode = ExecutionMode.Compiled });
        using var loaded = runtime.Load(BpfObject.Read(s_firewall, "firewall"));
        Assert.Equal(2ul, loaded.Program("firewall").Run(new byte[60]).ReturnValue);
        Assert.Equal(AttestationFault.OtherProgram, FaultOf(runtime, s_unsafe));
    }

    [Fact]
    public void Constants_count_as_they_were_signed()
    {
        var bpf = BpfObject.Read(s_firewall, "firewall");
        using var runtime = new BpfRuntime(new() { Policy = Attested(Sign()) });
        Assert.Equal(AttestationFault.OtherCode, FaultOf(runtime, bpf.With("burst", 20ul)));

        using var other = new BpfRuntime(new() { Policy = Attested(Sign(firewall => firewall.With("burst", 20ul))) });
        other.Load(bpf.With("burst", 20ul)).Dispose();
        Assert.Equal(AttestationFault.OtherCode, FaultOf(other, bpf));
    }

    [Fact]
    public void Shapes_of_maps_types_and_licences_count()
    {
        var bpf = BpfObject.Read(s_firewall, "firewall");
        using var runtime = new BpfRuntime(new() { Policy = Attested(Sign()) });
        var map = bpf.Maps.First(map => !map.IsGlobalData);
        Assert.Equal(AttestationFault.OtherCode, FaultOf(runtime, bpf with { Maps = bpf.Maps.Replace(map, map with { MaxEntries = map.MaxEntries * 2 }) }));
        Assert.Equal(AttestationFault.OtherCode, FaultOf(runtime, bpf with { License = "proprietary" }));
        var program = bpf.Programs[0];
        Assert.Equal(AttestationFault.OtherType, FaultOf(runtime, bpf with { Programs = [program with { Type = Sluice.Bpf.Platform.ProgramType.SchedClassifier }] }));
    }

    [Fact]
    public void Live_maps_do_not_stand_in_for_other_constants()
    {
        var bpf = BpfObject.Read(s_firewall, "firewall");
        using var runtime = new BpfRuntime(new() { Policy = Attested(Sign()) });
        using var first = runtime.Load(bpf);
        var constants = bpf.Maps.Single(map => map.IsFrozen).Name;
        runtime.Load(bpf, new Dictionary<string, IBpfMap> { [constants] = first.Map(constants) }).Dispose();
        using var changed = RuntimeMaps.Create(runtime, bpf.With("burst", 20ul).FindMap(constants)!);
        Assert.Throws<LoadRefusedException>(() => runtime.Load(bpf, new Dictionary<string, IBpfMap> { [constants] = changed }));
    }

    [Fact]
    public void An_attestation_expires_while_a_process_runs()
    {
        var clock = new SetClock(DateTimeOffset.UtcNow);
        var policy = AttestedPolicy.Open(s_firewall, Attestation.Sign(s_firewall, "firewall.bpf.o", s_keys.Private, clock.Now, lifetime: TimeSpan.FromHours(1)), [new(s_keys.Public)], clock);
        using var runtime = new BpfRuntime(new() { Policy = policy });
        runtime.Load(BpfObject.Read(s_firewall, "firewall")).Dispose();
        clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(AttestationFault.Expired, FaultOf(runtime, BpfObject.Read(s_firewall, "firewall")));
    }

    static byte[] Sign(Func<BpfObject, BpfObject>? prepare = null) =>
        Attestation.Sign(s_firewall, "firewall.bpf.o", s_keys.Private, DateTimeOffset.UtcNow, prepare: prepare);

    static AttestedPolicy Attested(byte[] envelope) => AttestedPolicy.Open(s_firewall, envelope, [new(s_keys.Public)]);

    static AttestationFault FaultOf(BpfRuntime runtime, BpfObject bpf) =>
        Assert.Throws<AttestationException>(() => runtime.Load(bpf)).Fault;

    sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
