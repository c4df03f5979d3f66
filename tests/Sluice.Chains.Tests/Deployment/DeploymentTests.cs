using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Cli.Chains;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Links;
using Sluice.Packets;

namespace Sluice.Chains.Tests.Deployment;

/// <summary>Scripts attached, replaced and detached in the kernel, under live frames.</summary>
public sealed class DeploymentTests
{
    const int Batch = 2_000;

    const string First = "def main():\n    monitor(1)\n    hike_drop()\n", Second = "def main():\n    monitor(2)\n    hike_drop()\n";

    static readonly byte[] s_frame = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
        .IPv6("2001:db8::1", "2001:db8::2").Udp(1000, 53).Payload(32).ToArray();

    public static TheoryData<ChainTier> Tiers => [.. Enum.GetValues<ChainTier>()];

    [Theory, MemberData(nameof(Tiers))]
    public void A_script_is_attached_replaced_and_detached(ChainTier tier)
    {
        using var scripts = new KernelScripts();
        var attached = scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
        Assert.Equal(("", tier == ChainTier.Auto ? ChainTier.Compiled : tier), (attached.Refusal, attached.Tier));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);

        // Another process knows only what is pinned.
        var replaced = scripts.Do(() => scripts.Deployment().Replace(KernelScripts.Compile(Second), "second"));
        Assert.Equal((attached.Tier, tier == ChainTier.Interpreted), (replaced.Tier, replaced.IsPatched));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(2) == Batch);
        Assert.Equal((ulong)Batch, scripts.Count(1)); // The map stayed.
        var notes = scripts.Do(() => scripts.Deployment().Running)!;
        Assert.Equal(("second", attached.Tier, 1u), (notes.Script, notes.Tier, notes.Chains["main"]));

        scripts.Do(() => scripts.Deployment().Detach());
        Assert.Empty(scripts.Pinned);
        Assert.Null(scripts.Attached());
        scripts.Send(s_frame, 64);
    }

    [Theory]
    [InlineData(ChainTier.Interpreted)]
    [InlineData(ChainTier.Compiled)]
    public void No_frame_is_lost_while_a_script_is_replaced(ChainTier tier)
    {
        const int frames = 500_000, round = 10_000, least = 20;
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
        ChainUnit[] units = [KernelScripts.Compile(Second + "def unused():\n    hike_pass()\n"), KernelScripts.Compile(First)];
        var refusedBefore = scripts.Refused();
        var replacements = 0;
        var sent = 0;
        // The frames of a round are still in the receiver's queue when a replacement begins.
        while (sent < frames || replacements < least)
        {
            scripts.Send(s_frame, round);
            sent += round;
            scripts.Do(() => scripts.Deployment().Replace(units[replacements % 2], "next"));
            replacements++;
        }

        Await(() => scripts.Count(1) + scripts.Count(2) + scripts.Refused() - refusedBefore >= (ulong)sent);
        Assert.Equal((ulong)sent, scripts.Count(1) + scripts.Count(2) + scripts.Refused() - refusedBefore);
        Assert.True(scripts.Count(1) > 0 && scripts.Count(2) > 0);
    }

    [Theory]
    [InlineData(ChainTier.Interpreted)]
    [InlineData(ChainTier.Compiled)]
    public async Task No_frame_of_five_million_is_lost_while_scripts_are_replaced_as_fast_as_it_goes(ChainTier tier)
    {
        const int frames = 5_000_000;
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
        ChainUnit[] units = [KernelScripts.Compile(Second), KernelScripts.Compile(First)];
        var refusedBefore = scripts.Refused();
        var replacements = 0;
        var sending = scripts.SendBeside(s_frame, frames);
        while (!sending.IsCompleted)
            scripts.Do(() => scripts.Deployment().Replace(units[replacements++ % 2], "next"));
        await sending;

        Await(() => scripts.Count(1) + scripts.Count(2) + scripts.Refused() - refusedBefore >= frames);
        Assert.Equal((ulong)frames, scripts.Count(1) + scripts.Count(2) + scripts.Refused() - refusedBefore);
        Assert.True(replacements > 1 && scripts.Count(1) > 0 && scripts.Count(2) > 0, $"{replacements} replacements");
    }

    [Theory, MemberData(nameof(Tiers))]
    public void New_functions_join_and_maps_stay(ChainTier tier)
    {
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);

        var unit = KernelScripts.Compile("def other():\n    monitor(4)\n    hike_drop()\n\ndef main():\n    ip6_sd_meter()\n    monitor(3)\n    other()\n");
        var replaced = scripts.Do(() => scripts.Deployment().Replace(unit, "more"));
        Assert.False(replaced.IsPatched);
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(4) == Batch);
        Assert.Equal(((ulong)Batch, (ulong)Batch), (scripts.Count(1), scripts.Count(3)));
        var numbers = scripts.Do(() => scripts.Deployment().Running)!.Chains;
        Assert.Equal((1u, 2u), (numbers["main"], numbers["other"]));

        // The tier may change, too; what is interpreted is patched at once, and compiled then.
        var other = scripts.Do(() => scripts.Deployment().Replace(unit, "tier", ChainTier.Interpreted));
        Assert.Equal((ChainTier.Interpreted, tier == ChainTier.Interpreted), (other.Tier, other.IsPatched));
        other = scripts.Do(() => scripts.Deployment().Replace(unit, "tier", ChainTier.Auto));
        Assert.Equal((ChainTier.Compiled, true), (other.Tier, other.IsPatched));
        scripts.Do(() => scripts.Deployment().Replace(KernelScripts.Compile(Second), "tier", tier == ChainTier.Compiled ? ChainTier.Interpreted : ChainTier.Compiled));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(2) == Batch);
    }

    [Theory, MemberData(nameof(Tiers))]
    public void A_map_is_not_taken_over_whose_bytes_mean_something_else(ChainTier tier)
    {
        const string chain = "def main():\n    seen[1] += 1\n    monitor(1)\n    hike_drop()\n";
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(chain, "seen = hash(u32, u64, 16)"), "first", KernelScripts.Links(), tier));
        foreach (var (declared, what, found, expected) in new[]
        {
            ("hash(u32, s64, 16)", "values", "__u64", "__s64"), ("hash(s32, u64, 16)", "keys", "__u32", "__s32"),
            ("hash((u16, u16), u64, 16)", "keys", "__u32", "struct"),
        })
        {
            var error = Assert.Throws<ChainDeploymentException>(() => scripts.Do(() => scripts.Deployment().Replace(
                KernelScripts.Compile(chain.Replace("seen[1]", declared.Contains("(u16") ? "seen[0, 1]" : "seen[1]", StringComparison.Ordinal), $"seen = {declared}"), "second")));
            Assert.StartsWith($"first: found the map 'seen' with {what} of '{found}', expected '{expected}", error.Message, StringComparison.Ordinal);
        }

        // The first one runs on; and what has the same types goes on with the entries.
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);
        scripts.Do(() => scripts.Deployment().Replace(KernelScripts.Compile(chain.Replace("monitor(1)", "monitor(2)", StringComparison.Ordinal), "seen = hash(u32, u64, 16)"), "third"));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(2) == Batch);
        Assert.Equal(2UL * Batch, scripts.Do(() =>
        {
            using var map = new KernelChainHost(scripts.Pins, "script").OpenMap("seen");
            return new BpfMap<uint, ulong>(map)[1];
        }));
    }

    [Theory, MemberData(nameof(Tiers))]
    public void A_functions_map_stays_where_only_the_chain_uses_it(ChainTier tier)
    {
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);
        scripts.Do(() => scripts.Deployment().Replace(KernelScripts.Compile("def main():\n    map_pcpu_mon[1] += 1\n    hike_drop()\n"), "second"));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == 2 * Batch);
        scripts.Do(() => scripts.Deployment().Detach());
        Assert.Empty(scripts.Pinned);
    }

    [Theory, MemberData(nameof(Tiers))]
    public void Several_loaders_run_on_several_interfaces(ChainTier tier)
    {
        static string Text(int first) => $$"""
            from programs.hike_default import hike_drop, monitor
            from loaders.hike_default import ip6_simple_classifier, udp_port_classifier
            ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: all }
            udp_port_classifier[udp_port_map] = { 53: names, 123: times }

            def all():
                count({{first}})

            def names():
                count({{first + 1}})

            def times():
                count({{first + 2}})

            def count(event: u32):
                monitor(event)
                hike_drop()
            """;
        using var scripts = new KernelScripts();
        scripts.AddCable("w0", "w1");
        scripts.AddCable("x0", "x1");
        IReadOnlyList<ChainLink> links =
            [.. KernelScripts.Links(), new("udp_port_classifier", "w1", "xdpdrv"), new("ip6_simple_classifier", "x1", "xdpdrv")];
        scripts.Do(() => scripts.Deployment().Attach(RunningScript.Compile("script.eclat", Text(1)), "script", links, tier));
        SendAll();
        Await(() => (scripts.Count(1), scripts.Count(2), scripts.Count(3)) == (2 * Batch, Batch, Batch));
        scripts.Do(() => scripts.Deployment().Replace(RunningScript.Compile("script.eclat", Text(11)), "script"));
        SendAll();
        Await(() => (scripts.Count(11), scripts.Count(12), scripts.Count(13)) == (2 * Batch, Batch, Batch));
        scripts.Do(() => scripts.Deployment().Detach());
        Assert.Empty(scripts.Pinned);

        void SendAll()
        {
            scripts.Send(s_frame, Batch);
            scripts.Send(s_frame, Batch, "w0");
            scripts.Send(new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").IPv4("192.0.2.1", "192.0.2.2").Udp(1, 123).ToArray(), Batch, "w0");
            scripts.Send(s_frame, Batch, "x0");
        }
    }

    [Theory]
    [InlineData(ChainTier.Interpreted)]
    [InlineData(ChainTier.Compiled)]
    public void Packets_go_to_the_chain_of_their_interface(ChainTier tier)
    {
        using var scripts = new KernelScripts();
        var unit = RunningScript.Compile("script.eclat", """
            from programs.hike_default import hike_drop, monitor
            from loaders.hike_default import interface_classifier
            interface_classifier[interface_map] = { 'v1': here, 'v0': there }

            def here():
                monitor(1)
                hike_drop()

            def there():
                monitor(2)
                hike_drop()
            """);
        scripts.Do(() => scripts.Deployment().Attach(
            InterfaceNames.Resolve(unit, name => (uint)Interfaces.All().First(device => device.Name == name).Index), "script",
            [new("interface_classifier", KernelScripts.Device, "xdpdrv")], tier));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);
        Assert.Equal(0UL, scripts.Count(2));
    }

    [Fact]
    public void Numbers_and_maps_never_run_out()
    {
        const int replacements = 1_000;
        using var scripts = new KernelScripts();
        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), ChainTier.Interpreted));
        var pinned = scripts.Pinned;
        for (var replacement = 0; replacement < replacements; replacement++)
        {
            // Another name each time: a number that is not given back would be gone.
            var unit = KernelScripts.Compile($"def main():\n    next{replacement}()\n\ndef next{replacement}():\n    monitor({replacement % 7})\n    hike_drop()\n");
            var result = scripts.Do(() => scripts.Deployment().Replace(unit, "next"));
            Assert.True(result.IsPatched);
        }

        var notes = scripts.Do(() => scripts.Deployment().Running)!;
        Assert.Equal(["main", $"next{replacements - 1}"], notes.Chains.Keys);
        Assert.All(notes.Chains.Values, number => Assert.InRange(number, 1u, 3u));
        Assert.Equal(pinned.Order(), scripts.Pinned.Order());
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count((replacements - 1) % 7) == Batch);
    }

    /// <summary>As if the process had been killed: before each step of the host, and then the next one comes.</summary>
    [Theory]
    [InlineData(ChainTier.Interpreted)]
    [InlineData(ChainTier.Compiled)]
    public void What_was_begun_is_ended_by_the_next(ChainTier tier)
    {
        for (var steps = 0; ; steps++)
        {
            using var scripts = new KernelScripts();
            var killed = new KilledHost(scripts.Do(() => new KernelChainHost(scripts.Pins, "script")), steps);
            var deployment = new ChainDeployment(killed, PackageCatalogue.Shipped);
            var isDone = TryAll(scripts, deployment, tier);
            // Whatever there is now, the script can be replaced or, if it does not run, be attached; and all goes when it is detached.
            var next = scripts.Do(() =>
            {
                try
                {
                    return scripts.Deployment().Replace(KernelScripts.Compile(Second), "second");
                }
                catch (ChainDeploymentException)
                {
                    return scripts.Deployment().Attach(KernelScripts.Compile(Second), "second", KernelScripts.Links(), tier);
                }
            });
            Assert.NotEqual(ChainTier.Auto, next.Tier);
            var before = scripts.Count(2);
            scripts.Send(s_frame, 100);
            Await(() => scripts.Count(2) == before + 100);
            scripts.Do(() => scripts.Deployment().Detach());
            Assert.Empty(scripts.Pinned);
            Assert.Null(scripts.Attached());
            if (isDone)
                return;
        }
    }

    static bool TryAll(KernelScripts scripts, ChainDeployment deployment, ChainTier tier)
    {
        try
        {
            scripts.Do(() => deployment.Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
            scripts.Do(() => deployment.Replace(KernelScripts.Compile(Second), "second"));
            scripts.Do(() => deployment.Replace(KernelScripts.Compile("def main():\n    ip6_sd_meter()\n    monitor(2)\n    hike_drop()\n"), "second"));
            scripts.Do(() => deployment.Detach());
            scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), tier));
            return true;
        }
        catch (KilledHost.KilledException)
        {
            return false;
        }
    }

    [Fact]
    public void What_fails_leaves_what_ran()
    {
        using var scripts = new KernelScripts();
        IReadOnlyList<ChainLink> links = [.. KernelScripts.Links(), .. KernelScripts.Links("nowhere")];
        var error = Assert.Throws<ChainDeploymentException>(() => scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", links, ChainTier.Auto)));
        Assert.Contains("found no interface 'nowhere'", error.Message, StringComparison.Ordinal);
        Assert.Empty(scripts.Pinned);
        Assert.Null(scripts.Attached());

        scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), ChainTier.Interpreted));
        var pinned = scripts.Pinned;
        Assert.Throws<ChainDeploymentException>(() => scripts.Do(() => scripts.Deployment().Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), ChainTier.Auto)));
        Assert.Throws<KernelException>(() => scripts.Do(() => scripts.Deployment("other").Attach(KernelScripts.Compile(Second), "other", KernelScripts.Links(), ChainTier.Auto)));
        Assert.Throws<ChainDeploymentException>(() => scripts.Do(() => scripts.Deployment("missing").Replace(KernelScripts.Compile(Second), "missing")));
        Assert.Equal(pinned.Order(), scripts.Pinned.Order());
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);
    }

    [Fact]
    public void What_the_kernel_refuses_to_compile_is_interpreted()
    {
        using var scripts = new KernelScripts();
        var host = new RefusingHost(scripts.Do(() => new KernelChainHost(scripts.Pins, "script")));
        var deployment = new ChainDeployment(host, PackageCatalogue.Shipped);
        var result = scripts.Do(() => deployment.Attach(KernelScripts.Compile(First), "first", KernelScripts.Links(), ChainTier.Auto));
        Assert.Equal((ChainTier.Interpreted, RefusingHost.Reason), (result.Tier, result.Refusal));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(1) == Batch);

        Assert.Throws<InvalidOperationException>(() => scripts.Do(() => deployment.Replace(KernelScripts.Compile(Second), "second", ChainTier.Compiled)));
        Assert.Equal("first", scripts.Do(() => deployment.Running)!.Script);
        result = scripts.Do(() => deployment.Replace(KernelScripts.Compile(Second), "second"));
        Assert.Equal((ChainTier.Interpreted, true, RefusingHost.Reason), (result.Tier, result.IsPatched, result.Refusal));
        scripts.Send(s_frame, Batch);
        Await(() => scripts.Count(2) == Batch);
    }

    static void Await(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)), "the frames have not come");
}
