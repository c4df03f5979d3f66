namespace Sluice.Cli.Tests;

/// <summary>Attaching from the command line, each time in a network namespace of its own that ends with the shell.</summary>
public sealed class AttachTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly string _pins = $"/sys/fs/bpf/sluice-cli-{Guid.NewGuid():n}";

    public AttachTests()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("programs are attached by root only");
    }

    public void Dispose()
    {
        if (Directory.Exists(_pins))
            Directory.Delete(_pins, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public void A_program_is_attached_seen_replaced_and_detached()
    {
        var run = Inside($$"""
            sluice attach {{Checkout.Example("firewall/firewall.bpf.o")}} --dev v0 --pin {{_pins}} > /dev/null
            sluice status | grep -c 'v0 .*xdp .*firewall'
            sluice attach {{Checkout.Example("firewall/firewall.bpf.o")}} --dev v0 --pin {{_pins}} && echo twice
            sluice attach {{Checkout.Example("firewall/firewall.bpf.o")}} --dev v0 --pin {{_pins}} --replace --set burst=7 > /dev/null
            sluice status | grep -c 'v0 .*xdp .*firewall'
            sluice detach --dev v0 --pin {{_pins}} > /dev/null
            sluice status
            """);
        Assert.Equal("1\n1\nNo program is attached to any interface.\n", run.Out);
        Assert.Contains("it is attached already", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_pins));
    }

    [Fact]
    public void What_is_attached_is_watched_and_read_by_bpftool()
    {
        if (!File.Exists("/usr/sbin/bpftool"))
            Assert.Skip("bpftool is not installed");
        var run = Inside($$"""
            ip link set v0 up && ip link set v1 up
            sluice attach {{Checkout.Example("drop/drop.bpf.o")}} --dev v0 --pin {{_pins}} > /dev/null
            sluice attach {{Checkout.Example("drop/drop.bpf.o")}} --dev v1 --pin {{_pins}} > /dev/null
            sluice status --watch --interval 0.3 --count 2 --json | wc -l
            sluice status --watch --interval 0.3 --count 1 | grep -c 'IN/S'
            link=$(find {{_pins}} -type f | head -1)
            /usr/sbin/bpftool -j link show pinned $link | grep -c '"type":"xdp"'
            id=$(/usr/sbin/bpftool -j link show pinned $link | grep -o '"id":[0-9]*' | head -1 | tr -dc 0-9)
            sluice link show $id | wc -l
            sluice detach --dev v0 --pin {{_pins}} > /dev/null; sluice detach --dev v1 --pin {{_pins}} > /dev/null
            """);
        Assert.Equal("2\n1\n1\n2\n", run.Out);
    }

    [Theory]
    [InlineData("attach {0}/drop/drop.bpf.o --dev nowhere", "found no interface 'nowhere', expected one of lo, v1, v0")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --hook tcx-egress", "cannot be attached at this hook")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --replace", "there is nothing to replace")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --set speed=1", "variable 'speed': found no such variable")]
    [InlineData("detach --dev v0", "found nothing under")]
    public void What_cannot_be_is_one_clear_error(string line, string message)
    {
        var run = Inside($"sluice {string.Format(null, line, Checkout.Example("."))} --pin {_pins}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_pins));
    }

    [Fact]
    public void Several_programs_share_an_interface_and_are_shown_in_order()
    {
        var run = Inside($$"""
            sluice attach {{Checkout.Example("drop/drop.bpf.o")}} --dev v0 --pin {{_pins}} --priority 90
            sluice attach {{Checkout.Example("protocol-count/protocol-count.bpf.o")}} --dev v0 --pin {{_pins}} --priority 10
            sluice status
            sluice status --json
            sluice detach --dev v0 --program drop --pin {{_pins}}
            sluice detach --dev v0 --pin {{_pins}}
            """);
        Assert.Equal("", run.Error);
        var lines = run.Out.Split('\n');
        Assert.Equal("attached drop at v0, xdp, priority 90", lines[0]);
        Assert.EndsWith("at v0, xdp, priority 10", lines[1], StringComparison.Ordinal);
        Assert.Matches(@"^v0 .*xdp .*sluice_dispatch", lines[3]);
        Assert.Matches("^ +10 +protocol_count$", lines[4]);
        Assert.Matches("^ +90 +drop$", lines[5]);
        Assert.Contains("\"chain_actions\":[\"XDP_PASS\"]", string.Concat(run.Out.Where(letter => !char.IsWhiteSpace(letter))), StringComparison.Ordinal);
        Assert.Equal("detached drop at v0, xdp, priority 90", lines[^3]);
        Assert.False(Directory.Exists(_pins));
    }

    [Fact]
    public void Filters_are_attached_without_tcx()
    {
        var counter = Checkout.Example("flow-stats/flow-stats.bpf.o");
        var run = Inside($$"""
            sluice attach {{counter}}:count_tx --dev v0 --hook tc-egress --priority 7 --pin {{_pins}}
            sluice status
            tc filter show dev v0 egress
            sluice detach --dev v0 --hook tc-egress --pin {{_pins}}
            sluice status
            """);
        Assert.Equal("", run.Error);
        Assert.Contains("attached count_tx at v0, tc_egress, priority 7\n", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nv0 .*tc_egress +7 +count_tx ", run.Out);
        Assert.Contains("pref 7 bpf", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("detached count_tx at v0, tc_egress, priority 7\nNo program is attached to any interface.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_processes_at_once_one_wins_and_the_other_is_told()
    {
        var attach = $"sluice attach {Checkout.Example("drop/drop.bpf.o")} --dev v0 --pin {_pins}";
        var run = Inside($"""
            {attach} > one 2>&1 & one=$!
            {attach} > two 2>&1 & two=$!
            wait $one; first=$?; wait $two; second=$?
            echo $((first + second)); cat one two
            sluice detach --dev v0 --pin {_pins} > /dev/null
            """);
        Assert.StartsWith("1\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("attached drop at v0", run.Out, StringComparison.Ordinal);
        Assert.Contains("it is attached already: replace it, or detach it first", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_processes_with_two_programs_both_get_their_place()
    {
        var run = Inside($"""
            sluice attach {Checkout.Example("drop/drop.bpf.o")} --dev v0 --pin {_pins} & one=$!
            sluice attach {Checkout.Example("firewall/firewall.bpf.o")} --dev v0 --pin {_pins} --priority 10 & two=$!
            wait $one $two
            sluice status
            sluice detach --dev v0 --pin {_pins} > /dev/null
            """);
        Assert.Equal("", run.Error);
        Assert.Matches(@" 10 +firewall\n +50 +drop\n", run.Out);
    }

    [Fact]
    public void Only_what_is_proved_or_signed_is_loaded()
    {
        File.WriteAllText(_folder["bad.s"], ".license \"GPL\"\n.program bad section=\"xdp\"\nr0 = *(u32 *)(r1 + 0)\nr0 = *(u8 *)(r0 + 0)\nexit\n");
        var drop = Checkout.Example("drop/drop.bpf.o");
        var run = Inside($"""
            sluice asm bad.s -o bad.o
            sluice attach bad.o --dev v0 --pin {_pins} --policy verify
            cp {drop} drop.o
            sluice key generate mine > /dev/null; sluice key generate other > /dev/null
            sluice sign drop.o --key mine > /dev/null
            sluice attach drop.o --dev v0 --pin {_pins} --policy attested --key other.pub
            sluice attach drop.o --dev v0 --pin {_pins} --policy attested
            sluice attach {drop} --dev v0 --pin {_pins} --key mine.pub
            sluice status
            sluice attach drop.o --dev v0 --pin {_pins} --policy attested --key mine.pub
            sluice attach {drop} --dev v0 --pin {_pins} --policy verify --replace
            sluice detach --dev v0 --pin {_pins} > /dev/null
            """);
        var errors = run.Error.TrimEnd().Split('\n').Where(line => !line.Contains("--help", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, errors.Distinct().Count());
        Assert.Contains("'bad' does not pass", errors[0], StringComparison.Ordinal);
        Assert.Contains("key", errors[1], StringComparison.Ordinal);
        Assert.Contains("--policy attested: expected --key", errors[2], StringComparison.Ordinal);
        Assert.Contains("attestation.json", errors[3], StringComparison.Ordinal);
        Assert.EndsWith("No program is attached to any interface.\nattached drop at v0, xdp, priority 50\nreplaced drop at v0, xdp, priority 50\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("setpriv --reuid=65534 --clear-groups --inh-caps=-all --bounding-set=-all", "the process lacks CAP_BPF")]
    [InlineData("setpriv --bounding-set=-net_admin,-sys_admin --inh-caps=-net_admin,-sys_admin", "the process lacks CAP_NET_ADMIN")]
    [InlineData("unshare --user --map-root-user", "only in a user namespace")]
    public void Who_may_not_is_told_what_is_missing(string without, string message)
    {
        var run = Inside($"{without} $(command -v sluice) attach {Checkout.Example("drop/drop.bpf.o")} --dev v0 --pin {_pins}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_pins));
    }

    // Since Linux 5.11 the control group's memory counts, and no longer what a process may lock.
    [Fact]
    public void The_limit_of_locked_memory_does_not_matter()
    {
        var run = Inside($"""
            ulimit -l 0
            sluice attach {Checkout.Example("firewall/firewall.bpf.o")} --dev v0 --pin {_pins}
            sluice detach --dev v0 --pin {_pins}
            """);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_full_map_says_so()
    {
        var run = Inside($$"""
            sluice attach {{Checkout.Example("firewall/firewall.bpf.o")}} --dev v0 --pin {{_pins}} > /dev/null
            bpftool map create {{_pins}}/full type hash key 4 value 4 entries 1 name full
            sluice map update {{_pins}}/full 00000001 00000001
            sluice map update {{_pins}}/full 00000002 00000002
            echo $?
            sluice detach --dev v0 --pin {{_pins}} > /dev/null
            """);
        Assert.Equal("1\n", run.Out);
        Assert.Contains("it is full", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    Sluice Inside(string script)
    {
        File.WriteAllText(_folder["script"], $"ip link add v0 type veth peer name v1\n{script}\n");
        return Sluice.Shell("unshare --net bash script", _folder.Path);
    }
}
