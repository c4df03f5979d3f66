namespace Sluice.Cli.Tests;

/// <summary>Whatever a file holds, a command ends with what it could do or with one line that says what is wrong.</summary>
public sealed class DamagedInputTests
{
    const int FilesPerSeed = 40;

    static readonly string[] s_objects =
    [
        Checkout.Example("firewall/firewall.bpf.o"), Checkout.Example("load-balancer/load-balancer.bpf.o"), Checkout.Example("events/events.bpf.o"),
        Path.Combine(Checkout.Objects, "clang-19", "maps.o"), Path.Combine(Checkout.Objects, "clang-19", "core.o"),
        Path.Combine(Checkout.Objects, "clang-14", "callbacks.o"), Path.Combine(Checkout.Objects, "clang-16", "legacy-maps.o"),
    ];

    public static TheoryData<int> Seeds => new(Enumerable.Range(1, 2));

    [Theory, MemberData(nameof(Seeds))]
    public void Objects_are_read_or_refused(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        var (file, text, assembled) = (folder["damaged.o"], folder["damaged.s"], folder["again.o"]);
        for (var number = 0; number < FilesPerSeed; number++)
        {
            File.WriteAllBytes(file, Damage(File.ReadAllBytes(s_objects[random.Next(s_objects.Length)]), random));
            var place = $"seed {seed}, file {number}";
            Check(place, "inspect", file, "--json");
            Check(place, "btf", file);
            Check(place, "run", file, "--in", Checkout.Capture("ping.pcap"), "--json", "--seed", "1");
            var disassembled = Check(place, "disasm", file);
            if (disassembled.ExitCode != ExitCode.Success)
                continue;
            File.WriteAllText(text, disassembled.Out);
            Check(place, "asm", text, "-o", assembled);
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Captures_are_run_as_far_as_they_can_be_read(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        foreach (var capture in new[] { "dns.pcap", "mixed.pcapng", "vlan.pcap" })
        {
            for (var number = 0; number < FilesPerSeed / 2; number++)
            {
                File.WriteAllBytes(folder["damaged"], Damage(File.ReadAllBytes(Checkout.Capture(capture)), random));
                var run = Check($"seed {seed}, {capture} {number}",
                    "run", Checkout.Example("protocol-count/protocol-count.bpf.o"), "--in", folder["damaged"], "--out", folder["out"], "--json");
                if (run.Out.Length > 0)
                    Assert.Equal(run.ExitCode == ExitCode.Success, run.Json.GetProperty("input_error").ValueKind == System.Text.Json.JsonValueKind.Null);
            }
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Texts_are_taken_or_refused(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        Sluice.Succeed("key", "generate", folder["key"]);
        var drop = Checkout.Example("drop/drop.bpf.o");
        Sluice.Succeed("sign", drop, "--key", folder["key"], "-o", folder["attestation"]);
        File.WriteAllText(folder["drop.s"], Sluice.Succeed("disasm", Checkout.Example("firewall/firewall.bpf.o")).Out);
        (string Source, Func<string, string[]> Command)[] readers =
        [
            (Checkout.Example("ddos/ddos.eclat"), file => ["chain", "check", file, "--json"]),
            (Checkout.Example("rate-limit/rate-limit.eclat"), file => ["chain", "build", file, "--emit", "code"]),
            (Checkout.Example("click-ip-router/ip-router.click"), file => ["click", file, "DEV0=a", "DEV1=b", "DEV2=c", "--check"]),
            (Checkout.Example("click-nat/nat.click"), file => ["click", "flatten", file]),
            (folder["drop.s"], file => ["asm", file, "-o", folder["again.o"]]),
            (folder["key.pub"], file => ["key", "id", file]),
            (folder["key"], file => ["sign", drop, "--key", file, "-o", folder["other"]]),
            (folder["attestation"], file => ["check", drop, "--key", folder["key.pub"], "--attestation", file]),
            (Checkout.Example("firewall/ports.json"), file =>
                ["run", Checkout.Example("firewall/firewall.bpf.o"), "--in", Checkout.Capture("ping.pcap"), "--limit", "1", "--map", $"allowed_ports={file}"]),
            (Checkout.Example("mark-forward/routes.json"), file =>
                ["run", drop, "--in", Checkout.Capture("ping.pcap"), "--limit", "1", "--routes", file]),
        ];
        for (var number = 0; number < FilesPerSeed / 2; number++)
        {
            foreach (var (source, command) in readers)
            {
                var file = folder[$"damaged{Path.GetExtension(source)}"];
                File.WriteAllBytes(file, Damage(File.ReadAllBytes(source), random));
                Check($"seed {seed}, file {number}, {Path.GetFileName(source)}", command(file));
            }
        }
    }

    // The tool lets pass only errors of its own making, so an exception here is the finding.
    static Sluice Check(string place, params string[] args)
    {
        Sluice run;
        try
        {
            run = Sluice.Run(args);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{place}: {string.Join(' ', args)}", error);
        }

        Assert.True(run.ExitCode is ExitCode.Success or ExitCode.Failure, $"{place}: {string.Join(' ', args)}: {run.ExitCode}");
        Assert.True(run.ExitCode == ExitCode.Success || run.Error.Length > 0 || run.Out.Length > 0, $"{place}: {string.Join(' ', args)}: no word");
        if (args.Contains("--json") && run.Out.Length > 0)
            Assert.Equal(System.Text.Json.JsonValueKind.Object, run.Json.ValueKind);
        return run;
    }

    static byte[] Damage(byte[] bytes, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var (from, to, length) = (random.Next(bytes.Length), random.Next(bytes.Length), random.Next(1, 64));
                bytes.AsSpan(from, Math.Min(length, bytes.Length - Math.Max(from, to))).CopyTo(bytes.AsSpan(to));
                return bytes;
            case 2:
                var at = random.Next(bytes.Length - 4) & ~3;
                BitConverter.TryWriteBytes(bytes.AsSpan(at), random.Next(3) switch { 0 => -1, 1 => int.MaxValue, _ => random.Next(256) });
                return bytes;
            default:
                for (var flips = random.Next(1, 12); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }
}
