using System.Text.Json;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;

namespace Sluice.Kernel.Tests.Probing;

public sealed class KernelFeatureTests
{
    public KernelFeatureTests() => RunningKernel.Need();

    [Fact]
    public void Types_are_found_as_bpftool_finds_them()
    {
        using var probed = JsonDocument.Parse(Tool.Run("bpftool", "-j feature probe kernel"));
        foreach (var (group, prefix, table) in new[]
        {
            (FeatureGroup.Programs, "program_types", "have_{0}_prog_type"),
            (FeatureGroup.Maps, "map_types", "have_{0}_map_type"),
        })
        {
            var theirs = probed.RootElement.GetProperty(prefix);
            var compared = 0;
            foreach (var feature in KernelFeatures.All.Where(feature => feature.Group == group && feature.State != FeatureState.Unknown))
            {
                // bpftool may be older than the kernel and not know of a type.
                if (!theirs.TryGetProperty(string.Format(null, table, feature.Name), out var there))
                    continue;
                compared++;
                Assert.True(there.GetBoolean() == (feature.State == FeatureState.Supported), $"{feature}, bpftool says {there}");
            }

            Assert.InRange(compared, 25, 40);
        }
    }

    [Theory]
    [InlineData(ProgramType.Xdp)]
    [InlineData(ProgramType.SchedClassifier)]
    [InlineData(ProgramType.SocketFilter)]
    [InlineData(ProgramType.LwtXmit)]
    [InlineData(ProgramType.SockOps)]
    public void Helpers_are_those_of_the_table(ProgramType type)
    {
        if (new Version(KernelRelease.Version.Major, KernelRelease.Version.Minor) != KernelReleases.Described)
            Assert.Skip($"the table describes Linux {KernelReleases.Described}, this is {KernelRelease.Text}");
        var there = HelperSupport.Of(type);
        var expected = ProgramTypeTable.Find(type)!.Helpers.Where(helper => !helper.IsOwn).ToHashSet();
        // Some helpers are there at certain places or with certain options of the kernel only.
        Assert.DoesNotContain(there, helper => !expected.Contains(helper));
        Assert.DoesNotContain(expected, helper => helper.Id <= Helpers.RedirectMap.Id && helper.OnlyAt.IsEmpty && !there.Contains(helper));
        Assert.Empty(HelperSupport.Of(ProgramType.Tracing));
    }

    [Fact]
    public void Nothing_older_than_the_engine_needs_is_missing_here()
    {
        // Types may be left out of a kernel; what every kernel of a release has may not.
        foreach (var feature in KernelFeatures.All.Where(feature =>
            feature.Group is FeatureGroup.Instructions or FeatureGroup.Operations && feature.Since <= KernelRelease.Version))
            Assert.True(feature.State == FeatureState.Supported, $"{feature}");
    }

    [Fact]
    public void A_missing_type_is_named_with_its_release()
    {
        var missing = KernelFeatures.All.FirstOrDefault(feature => feature is { Group: FeatureGroup.Programs, State: FeatureState.Missing });
        if (missing is null)
            Assert.Skip("the kernel has every type of programs");
        Assert.Contains($"programs of type {missing.Name}", missing.Explain(), StringComparison.Ordinal);
        Assert.Contains(missing.Since.ToString(), missing.Explain(), StringComparison.Ordinal);
        Assert.Equal("", KernelFeatures.Of(ProgramType.Xdp).Explain());
    }

    [Fact]
    public void A_program_of_a_missing_type_is_refused_with_that_reason()
    {
        if (KernelFeatures.Of(ProgramType.LircMode2).State == FeatureState.Supported)
            Assert.Skip("the kernel has programs for infrared receivers");
        using var engine = new KernelEngine();
        var error = Assert.Throws<KernelException>(() => engine.Load(Assembler.AssembleObject(".license \"GPL\"\n.program ir section=\"lirc_mode2\"\nr0 = 0\nexit\n")));
        Assert.Equal($"program 'ir': cannot load: {KernelFeatures.Of(ProgramType.LircMode2).Explain()} (EINVAL)", error.Message);
    }
}
