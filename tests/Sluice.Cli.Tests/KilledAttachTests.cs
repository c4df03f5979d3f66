using System.Globalization;
using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>Attaching, replacing and detaching are killed at any point: what was there before is there, or what was to come, and the
/// next one goes on from it.</summary>
public sealed class KilledAttachTests : IDisposable
{
    // More by SLUICE_KILL_ROUNDS, for who has the time.
    static readonly int s_rounds = int.Parse(Environment.GetEnvironmentVariable("SLUICE_KILL_ROUNDS") ?? "12", CultureInfo.InvariantCulture);

    readonly TemporaryFolder _folder = new();
    readonly string _pins = $"/sys/fs/bpf/sluice-kill-{Guid.NewGuid():n}";

    public KilledAttachTests()
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
    public void Nothing_is_left_half_made()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        // One shell, so that one namespace lives through it all. Each round: what is there, a command that is killed, what is there then.
        string[] objects = [Checkout.Example("drop/drop.bpf.o"), Checkout.Example("firewall/firewall.bpf.o"), Checkout.Example("protocol-count/protocol-count.bpf.o")];
        var commands = Enumerable.Range(0, s_rounds).Select(_ =>
        {
            var reference = objects[random.Next(objects.Length)];
            return random.Next(4) switch
            {
                0 or 1 => $"sluice attach {reference} --dev v0 --priority {random.Next(1, 100)} --pin {_pins}",
                2 => $"sluice attach {reference} --dev v0 --replace --pin {_pins}",
                _ => $"sluice detach --dev v0 --program drop --pin {_pins}",
            };
        }).ToArray();
        var script = string.Concat(commands.Select(command => $"""
            start=$EPOCHREALTIME
            {command} > /dev/null 2>&1
            end=$EPOCHREALTIME
            sluice status --json | tr -d '\n'; echo
            {command} > /dev/null 2>&1 & child=$!
            # At any point of the time that it took before, and a little beyond.
            sleep $(awk "BEGIN {"{"} print ($end - $start) * {random.NextDouble().ToString(CultureInfo.InvariantCulture)} * 1.2 {"}"}")
            kill -9 $child 2> /dev/null; wait $child 2> /dev/null
            sluice status --json | tr -d '\n'; echo
            {command} > /dev/null 2>&1; echo $?

            """));
        File.WriteAllText(_folder["script"], $"""
            ip link add v0 type veth peer name v1
            sluice attach {objects[0]} --dev v0 --pin {_pins} > /dev/null
            {script}
            sluice detach --dev v0 --pin {_pins} > /dev/null
            sluice status
            """);
        var run = Sluice.Shell("unshare --net bash script", _folder.Path);
        var lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal("No program is attached to any interface.", lines[^1]);
        Assert.Equal(3 * s_rounds + 1, lines.Length);
        for (var round = 0; round < s_rounds; round++)
        {
            var (before, after) = (Programs(lines[3 * round]), Programs(lines[3 * round + 1]));
            // A command changes one program at most, and never the others.
            var changed = before.Except(after).Concat(after.Except(before)).ToArray();
            Assert.True(changed.Length <= 1, $"seed {seed}, round {round}, {commands[round]}: {string.Join(' ', before)} became {string.Join(' ', after)}");
            Assert.True(lines[3 * round + 2] is "0" or "1", $"seed {seed}, round {round}, {commands[round]}: exit code {lines[3 * round + 2]}");
        }

        Assert.False(Directory.Exists(_pins));
    }

    static HashSet<string> Programs(string json)
    {
        var attached = JsonDocument.Parse(json).RootElement.GetProperty("attached");
        return [.. attached.EnumerateArray().SelectMany(entry => entry.TryGetProperty("programs", out var parts)
            ? parts.EnumerateArray().Select(part => part.GetProperty("program").GetString()!)
            : [entry.GetProperty("program").GetString()!])];
    }
}
