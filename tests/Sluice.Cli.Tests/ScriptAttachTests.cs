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
        Assert.False(Directory.Exists(_pins)); // What attaching made, detaching removes.
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

    [Fact]
    public void Counts_follow_the_names_of_functions_whose_numbers_change()
    {
        File.WriteAllText(_folder["more.eclat"], Chains.Replace("def main():\n", "def main():\n    if packet.tcp:\n        hike_pass()\n", StringComparison.Ordinal));
        const string show = "jq -r '[.chains[] | {key: .name, value: .runs}] | from_entries | [.main > 2, .main == .[\"hike_default.monitor\"], "
            + ".main == .[\"hike_default.hike_drop\"], .[\"hike_default.hike_pass\"]] | map(tostring) | join(\" \")'";
        var run = Inside($$"""
            sluice attach guard.eclat --dev v0 -D EVENT 1 --tier compiled --pin {{_pins}} > /dev/null
            ping -6 -c 3 -i 0.01 -W 1 -I v1 ff02::1 > /dev/null 2>&1; ip link set v1 down
            sluice status --json --pin {{_pins}} | {{show}}
            cp guard.eclat less.eclat; cp more.eclat guard.eclat
            sluice replace guard.eclat -D EVENT 1 --tier interpreted --pin {{_pins}} > /dev/null; sluice status --json --pin {{_pins}} | {{show}}
            sluice replace guard.eclat -D EVENT 1 --tier compiled --pin {{_pins}} > /dev/null; sluice status --json --pin {{_pins}} | {{show}}
            cp less.eclat guard.eclat
            sluice replace guard.eclat -D EVENT 1 --tier interpreted --pin {{_pins}} > /dev/null; sluice status --json --pin {{_pins}} | {{show}}
            sluice detach --dev v0 --pin {{_pins}}
            """);
        Assert.Equal(("", "true true true null\ntrue true true 0\ntrue true true 0\ntrue true true null\ndetached guard from v0\n"), (run.Error, run.Out));
    }

    [Fact]
    public void Of_several_at_once_one_attaches_the_script()
    {
        var run = Inside($$"""
            for one in 1 2 3 4; do
                sluice attach guard.eclat --dev v0 -D EVENT 1 --tier interpreted --pin {{_pins}} > out$one 2> error$one & children="$children $!"
            done
            for child in $children; do wait $child; echo $? >> codes; done; sort codes
            cat out* | grep -c '^attached guard'
            cat error* | grep -c 'guard: found it attached already to v0: replace it, or detach it first'
            for one in 1 2 3; do
                sluice replace guard.eclat -D DEVNAME v0 -D EVENT $one --pin {{_pins}} > out$one & replacing="$replacing $!"
            done
            for child in $replacing; do wait $child; echo $?; done
            ping -6 -c 3 -i 0.01 -W 1 -I v1 ff02::1 > /dev/null 2>&1
            sluice status --pin {{_pins}} | grep -c 'guard .*function .*monitor'
            sluice detach --dev v0 --pin {{_pins}}
            """);
        Assert.Equal("0\n1\n1\n1\n1\n3\n0\n0\n0\n1\ndetached guard from v0\n", run.Out);
        Assert.False(Directory.Exists(_pins));
    }

    [Fact]
    public void Nothing_is_left_half_made_where_commands_are_killed()
    {
        const int rounds = 8;
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var commands = Enumerable.Range(0, rounds).Select(round => (round % 4) switch
        {
            0 => $"sluice attach guard.eclat --dev v0 -D EVENT 1 --tier {(random.Next(2) == 0 ? "interpreted" : "auto")} --pin {_pins}",
            1 or 2 => $"sluice replace guard.eclat -D DEVNAME v0 -D EVENT {round} --tier {(random.Next(2) == 0 ? "interpreted" : "compiled")} --pin {_pins}",
            _ => $"sluice detach --dev v0 --pin {_pins}",
        }).ToArray();
        var run = Inside(string.Concat(commands.Select(command => $"""
            {command} > /dev/null 2>&1 & child=$!
            sleep {(random.NextDouble() * 1.2).ToString(System.Globalization.CultureInfo.InvariantCulture)}
            kill -9 $child 2> /dev/null; wait $child 2> /dev/null
            {command} > /dev/null 2> error; echo $? $(wc -l < error) $(ip link show v0 | grep -c prog/xdp) $(sluice status --pin {_pins} | grep -c 'guard .*chain .*main')

            """)) + $"""
            sluice detach --dev v0 --pin {_pins} > /dev/null 2>&1
            ip link show v0 | grep -c prog/xdp
            """);
        var lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(rounds + 1, lines.Length);
        for (var round = 0; round < rounds; round++)
        {
            // It succeeds, or says in a line that the one that was killed was quick enough; what is attached is known, and the other way round.
            var words = lines[round].Split(' ');
            Assert.True((words[0], words[1]) is ("0", "0") or ("1", "1") && words[2] == words[3], $"seed {seed}, round {round}, {commands[round]}: {lines[round]}");
        }

        Assert.Equal("0", lines[^1]);
        Assert.False(Directory.Exists(_pins));
    }

    [Theory]
    [InlineData("attach guard.eclat -D EVENT 1", "found no interface 'DEVNAME', expected one of")]
    [InlineData("attach guard.eclat --dev v0", "`EVENT` is not known here")]
    [InlineData("replace guard.eclat -D EVENT 1", "guard: found nothing attached, expected a script to replace: attach it first")]
    [InlineData("attach missing.eclat --dev v0", "missing.eclat")]
    [InlineData("attach guard.eclat --dev v0 -D EVENT 1 --engine user", "--engine user: expected kernel, which has the interfaces; for packets of a capture in user space: sluice run FILE --in CAPTURE")]
    [InlineData("replace guard.eclat --dev v0 -D EVENT 1 --engine user", "--engine user: expected kernel, which has the interfaces")]
    [InlineData("attach guard.eclat --dev v0 -D EVENT 1 --engine kernels", "--engine 'kernels': expected user|kernel")]
    public void Errors_say_what_is_wrong(string command, string message)
    {
        var run = Inside($"sluice {command} --pin {_pins}; sluice status --pin {_pins}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal("No program is attached to any interface.\n", run.Out);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_is_replaced_on_the_interface_that_is_named()
    {
        var run = Inside($"""
            sluice attach guard.eclat --dev v0 -D EVENT 1 --engine kernel --tier interpreted --pin {_pins} > /dev/null
            sluice replace guard.eclat --dev v1 -D EVENT 2 --pin {_pins}; echo $?
            sluice replace guard.eclat --dev v0 -D EVENT 2 --engine kernel --pin {_pins} | sed 's/, live.*//'
            sluice detach --dev v0 --pin {_pins}
            sluice replace guard.eclat --dev v0 -D EVENT 2 --pin {_pins}; echo $?
            """);
        Assert.Equal("1\nreplaced guard, interpreted, by map updates alone\ndetached guard from v0\n1\n", run.Out);
        Assert.Equal("sluice: guard: found it attached to v0, expected v1 (--dev): replace it there, or attach it here once it is detached\n"
            + "sluice: guard: found nothing attached, expected a script to replace: attach it first\n", run.Error);
    }

    [Fact]
    public void What_another_version_has_attached_is_said_to_be_so()
    {
        File.WriteAllText(_folder["other.s"], """
            .license "GPL"
            .program other section="xdp"
            r1 = map[sluice.record]
            r0 = 2
            exit
            .map sluice.record array key=4 value=64 entries=1
            """);
        var run = Inside($"""
            sluice asm other.s -o other.bpf.o && bpftool prog load other.bpf.o {_pins} && bpftool net attach xdpgeneric pinned {_pins} dev v0
            rm {_pins}
            sluice status --pin {_pins} | tail -1
            sluice status --pin {_pins} --json | jq -r '.attached[0].unknown'
            """);
        const string message = "program 'other': cannot understand its record: another version of Sluice has attached it: detach it by that one (EINVAL)";
        Assert.Equal(("", $"v0: {message}\n{message}\n"), (run.Error, run.Out));
    }

    [Fact]
    public void An_object_beside_a_script_is_told_what_is_there()
    {
        var run = Inside($"""
            sluice attach guard.eclat --dev v0 -D EVENT 1 --pin {_pins} > /dev/null
            sluice attach {Checkout.Example("drop/drop.bpf.o")} --dev v0 --pin {_pins}
            sluice status --pin {_pins} | grep -c 'guard .*chain .*main'
            """);
        Assert.Contains("of a script is attached there, which shares an interface with no other program: detach it by 'sluice detach --dev v0'", run.Error, StringComparison.Ordinal);
        Assert.Equal("1\n", run.Out);
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
