using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Tests.Links;

/// <summary>Programs on control groups, which the tests make and remove, deciding about real processes.</summary>
public sealed class CgroupTests : IDisposable
{
    const string Text = """
        .license "GPL"
        .map sent array key=4 value=8 entries=1
        .program deny section="cgroup/sock_create"
        r0 = 0
        exit
        .program allow section="cgroup/sock_create"
        r0 = 1
        exit
        .program count section="cgroup_skb/egress"
        r1 = 0
        *(u32 *)(r10 - 4) = r1
        r2 = r10
        r2 += -4
        r1 = map[sent]
        call bpf_map_lookup_elem
        if r0 == 0 goto out
        r1 = *(u64 *)(r0 + 0)
        r1 += 1
        *(u64 *)(r0 + 0) = r1
        out:
        r0 = 1
        exit
        .program plain section="cgroup/skb"
        r0 = 1
        exit
        """;

    readonly NetworkNamespace _space = new();
    readonly KernelCollection _loaded;
    readonly string _group;

    public CgroupTests()
    {
        var root = File.ReadLines("/proc/self/mounts").Select(line => line.Split(' ')).FirstOrDefault(fields => fields[2] == "cgroup2")?[1];
        if (root is null)
            Assert.Skip("no cgroup2 file system is mounted here");
        _group = Path.Combine(root, $"sluice-test-{Guid.NewGuid():n}");
        using var engine = new KernelEngine();
        _loaded = engine.Load(Assembler.AssembleObject(Text));
        Directory.CreateDirectory(_group);
        _space.Run("ip link set lo up");
    }

    public void Dispose()
    {
        _loaded.Dispose();
        _space.Dispose();
        if (Directory.Exists(_group))
            Directory.Delete(_group);
    }

    [Fact]
    public void A_program_decides_about_the_processes_of_its_group()
    {
        Assert.Equal(0, Ping(inGroup: true));
        using (var link = KernelLink.AttachCgroup(_loaded.Programs["deny"], _group))
        {
            Assert.NotEqual(0, Ping(inGroup: true));
            Assert.Equal(0, Ping(inGroup: false));
            Assert.Equal((LinkKind.Cgroup, _loaded.Programs["deny"].Id), (link.Kind, link.ProgramId));
            Assert.NotEqual(0ul, link.CgroupId);
            Assert.Equal([link.ProgramId], Cgroups.Programs(_group, AttachType.CgroupInetSockCreate).AsEnumerable());
            Assert.Contains(KernelLinks.All(), listed => listed.Id == link.Id && listed.Kind == LinkKind.Cgroup);

            link.Replace(_loaded.Programs["allow"], expected: _loaded.Programs["deny"]);
            Assert.Equal(0, Ping(inGroup: true));
        }

        Assert.Empty(Cgroups.Programs(_group, AttachType.CgroupInetSockCreate));
    }

    [Fact]
    public void Packets_of_a_group_are_seen()
    {
        using var link = KernelLink.AttachCgroup(_loaded.Programs["count"], _group);
        Assert.Equal(0, Ping(inGroup: false));
        var sent = new BpfMap<int, ulong>(_loaded.Maps["sent"]);
        Assert.Equal(0ul, sent[0]);
        Assert.Equal(0, Ping(inGroup: true));
        Assert.True(sent[0] >= 3, $"{sent[0]} packets were seen");
    }

    [Fact]
    public void Several_programs_are_at_one_place_and_all_must_agree()
    {
        using var allow = KernelLink.AttachCgroup(_loaded.Programs["allow"], _group);
        using var deny = KernelLink.AttachCgroup(_loaded.Programs["deny"], _group);
        Assert.Equal([allow.ProgramId, deny.ProgramId], Cgroups.Programs(_group, AttachType.CgroupInetSockCreate).AsEnumerable());
        var below = Directory.CreateDirectory(Path.Combine(_group, "below"));
        try
        {
            Assert.Empty(Cgroups.Programs(below.FullName, AttachType.CgroupInetSockCreate));
            Assert.Equal(2, Cgroups.Programs(below.FullName, AttachType.CgroupInetSockCreate, inherited: true).Length);
        }
        finally
        {
            below.Delete();
        }

        Assert.NotEqual(0, Ping(inGroup: true));
    }

    [Fact]
    public void A_link_whose_group_goes_away_says_so()
    {
        using var link = KernelLink.AttachCgroup(_loaded.Programs["allow"], _group);
        Directory.Delete(_group);
        // The kernel detaches when the last process's work on the group is done, shortly after.
        Assert.True(SpinWait.SpinUntil(() => link.CgroupId == 0, TimeSpan.FromSeconds(10)));
        Assert.Contains("it is detached", Assert.Throws<KernelException>(() => link.Replace(_loaded.Programs["deny"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_one_clear_error()
    {
        var (allow, plain) = (_loaded.Programs["allow"], _loaded.Programs["plain"]);
        void Refused(string message, Func<KernelLink> attach) =>
            Assert.Contains(message, Assert.Throws<KernelException>(attach).Message, StringComparison.Ordinal);

        Refused("there is no such folder", () => KernelLink.AttachCgroup(allow, _group + "-not"));
        Refused("no folder of a cgroup2 file system", () => KernelLink.AttachCgroup(allow, Path.GetTempPath()));
        Refused("have several places: say which", () => KernelLink.AttachCgroup(plain, _group));
        Refused("cannot be attached at CgroupInetIngress", () => KernelLink.AttachCgroup(allow, _group, AttachType.CgroupInetIngress));
        using var link = KernelLink.AttachCgroup(plain, _group, AttachType.CgroupInetIngress);
        Assert.Equal([plain.Id], Cgroups.Programs(_group, AttachType.CgroupInetIngress).AsEnumerable());
    }

    int Ping(bool inGroup) => _space.Do(() =>
    {
        var join = inGroup ? $"echo $$ > {_group}/cgroup.procs && " : "";
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{join}exec ping -c 3 -i 0.01 -W 1 127.0.0.1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    });
}
