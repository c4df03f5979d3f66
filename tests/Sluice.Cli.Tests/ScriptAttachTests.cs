namespace Sluice.Cli.Tests;

/// <summary>Scripts on interfaces from the command line: each line is a process of its own and knows only what is pinned.</summary>
public sealed class ScriptAttachTests : IDisposable
{
    const string Chains = """
        from programs.hike_default import hike_pass, hike_drop, monitor
        from loaders.hike_default import ip6_simple_classifier
        ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }
        ip6_simple_classifier.attach('DEVNAME', 'xdp')

        def main():
            monitor(EVENT)
            hike_drop()

        """;

    readonly TemporaryFolder _folder = new();
    readonly string _pins = $"/sys/fs/bpf/sluice-cli-{Guid.NewGuid():n}";

    public ScriptAttachTests()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("programs are attached by root only");
        File.WriteAllText(_folder["guard.eclat"], Chains);
    }

    public void Dispose()
    {
        if (Directory.Exists(_pins))
            Directory.Delete(_pins, recursive: true);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("interpreted", "interpreted, by map updates alone")]
    [InlineData("compiled", "compiled")]
    [InlineData("auto", "compiled")]
    public void A_script_is_attached_replaced_shown_and_detached(string tier, string replaced)
    {
        var run = Inside($$"""
            sluice attach guard.eclat --dev v0 -D EVENT 1 --tier {{tier}} --pin {{_pins}} | sed 's/, live.*//'
            ping -6 -c 3 -i 0.01 -W 1 -I v1 ff02::1 > /dev/null 2>&1
            sluice replace guard.eclat -D EVENT 2 -D DEVNAME v0 --pin {{_pins}} | sed 's/, live.*//'
            sluice status --pin {{_pins}} | grep -c 'guard .*\(chain .*main\|function .*monitor\)'
            sluice status --pin {{_pins}} --json | grep -c '"script": "guard"'
            sluice detach --dev v0 --pin {{_pins}}
            sluice status --pin {{_pins}}
            """);
        var final = tier == "interpreted" ? tier : "compiled";
        Assert.Equal($"attached guard to v0 by ip6_simple_classifier, {final}\nreplaced guard, {replaced}\n2\n3\n"
            + "detached guard from v0\nNo program is attached to any interface.\n", run.Out);
        Assert.Equal("", run.Error);
        Assert.Empty(Directory.GetFiles(_pins, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("interpreted")]
    [InlineData("compiled")]
    public void Counters_are_what_was_asked_for(string tier)
    {
        const string show = "jq -r '.chains[] | [.kind, .name, (.runs // \"-\"), (.verdicts.drop // \"-\"), (.ns // 0) > 0] | join(\" \")'";
        var run = Inside($$"""
            ping_() { ping -6 -c 3 -i 0.01 -W 1 -I v1 ff02::1 > /dev/null 2>&1; }
            sluice attach guard.eclat --dev v0 -D EVENT 1 --tier {{tier}} --count faults --pin {{_pins}} > /dev/null
            ping_; sluice status --json --pin {{_pins}} | {{show}} | sort
            sluice replace guard.eclat -D EVENT 1 -D DEVNAME v0 --count runs --pin {{_pins}} > /dev/null
            ping_; sluice status --json --pin {{_pins}} | {{show}} | sed 's/ [1-9][0-9]*/ N/g' | sort
            sluice replace guard.eclat -D EVENT 1 -D DEVNAME v0 --count time --pin {{_pins}} > /dev/null
            ping_; sluice status --json --pin {{_pins}} | {{show}} | sed 's/ [1-9][0-9]*/ N/g' | sort
            sluice detach --dev v0 --pin {{_pins}}
            """);
        var silent = tier == "compiled" ? "" : "function hike_default.hike_drop - - false\nfunction hike_default.monitor - - false\n";
        Assert.Equal($"chain main - - false\n{silent}chain main N N false\nfunction hike_default.hike_drop N N false\nfunction hike_default.monitor N 0 false\n"
            + "chain main N N true\nfunction hike_default.hike_drop N N true\nfunction hike_default.monitor N 0 true\ndetached guard from v0\n", run.Out);
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData("attach guard.eclat -D EVENT 1", "found no interface 'DEVNAME', expected one of")]
    [InlineData("attach guard.eclat --dev v0", "`EVENT` is not known here")]
    [InlineData("replace guard.eclat -D EVENT 1", "guard: found nothing attached, expected a script to replace: attach it first")]
    [InlineData("attach missing.eclat --dev v0", "missing.eclat")]
    public void Errors_say_what_is_wrong(string command, string message)
    {
        var run = Inside($"sluice {command} --pin {_pins}; sluice status --pin {_pins}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("No program is attached to any interface.\n", run.Out);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    Sluice Inside(string commands)
    {
        File.WriteAllText(_folder["script"], $"""
            ip link add v0 type veth peer name v1
            ip link set v0 up && ip link set v1 up
            {commands}
            """);
        return Sluice.Shell("unshare --net bash script", _folder.Path);
    }
}
