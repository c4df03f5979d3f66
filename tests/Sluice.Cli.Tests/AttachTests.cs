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
        Assert.Empty(Directory.GetFileSystemEntries(_pins));
    }

    [Fact]
    public void What_is_attached_is_watched_and_read_by_bpftool()
    {
        var run = Inside($$"""
            ip link set v0 up && ip link set v1 up
            sluice attach {{Checkout.Example("drop/drop.bpf.o")}} --dev v0 --pin {{_pins}} > /dev/null
            sluice attach {{Checkout.Example("drop/drop.bpf.o")}} --dev v1 --pin {{_pins}} > /dev/null
            sluice status --watch --interval 0.3 --count 2 --json | wc -l
            sluice status --watch --interval 0.3 --count 1 | grep -c 'IN/S'
            link=$(find {{_pins}} -type f | head -1)
            bpftool -j link show pinned $link | grep -c '"type":"xdp"'
            id=$(sluice link list --json | grep -m1 '"id"' | tr -dc 0-9)
            sluice link show $id | wc -l
            sluice detach --dev v0 --pin {{_pins}} > /dev/null; sluice detach --dev v1 --pin {{_pins}} > /dev/null
            """);
        Assert.Equal("2\n1\n1\n2\n", run.Out);
    }

    [Theory]
    [InlineData("attach {0}/drop/drop.bpf.o --dev nowhere", "found no interface 'nowhere', expected one of lo, v1, v0")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --hook tcx-egress", "cannot be attached at this hook")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --replace", "there is no such pin")]
    [InlineData("attach {0}/drop/drop.bpf.o --dev v0 --set speed=1", "variable 'speed': found no such variable")]
    [InlineData("detach --dev v0", "found nothing under")]
    public void What_cannot_be_is_one_clear_error(string line, string message)
    {
        var run = Inside($"sluice {string.Format(null, line, Checkout.Example("."))} --pin {_pins}");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(Directory.Exists(_pins) ? Directory.GetFiles(_pins, "*", SearchOption.AllDirectories) : []);
    }

    Sluice Inside(string script)
    {
        File.WriteAllText(_folder["script"], $"ip link add v0 type veth peer name v1\n{script}\n");
        return Sluice.Shell("unshare --net bash script", _folder.Path);
    }
}
