using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Btf;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>The helper table against the kernel's own numbers, and against itself.</summary>
public sealed class HelperTableTests
{
    static readonly ArgKind[] s_mapKinds = [ArgKind.MapKey, ArgKind.MapValue, ArgKind.MapValueOut];

    [Fact]
    public void Holds_the_numbers_and_names_of_the_running_kernel()
    {
        var numbers = KernelTypes.Get().Find<BtfEnum>("bpf_func_id");
        Assert.NotNull(numbers);
        var kernel = numbers.Values
            .Where(value => value.Name.StartsWith("BPF_FUNC_", StringComparison.Ordinal) && value.Name != "BPF_FUNC_unspec")
            .ToDictionary(value => (int)value.Value, value => value.Name["BPF_FUNC_".Length..]);
        foreach (var (id, name) in kernel)
            Assert.Equal((id, name), (Helpers.Find(id)?.Id, Helpers.Find(id)?.Name));
        if (kernel.Count < 211)
            Assert.Skip($"the running kernel has {kernel.Count} helpers only; they agree");
        Assert.Equal(kernel.Count, Helpers.All.Count(helper => !helper.IsOwn));
    }

    [Fact]
    public void Finds_helpers_by_number_and_by_name()
    {
        Assert.Same(Helpers.MapLookupElem, Helpers.Find(1));
        Assert.Same(Helpers.CgrpStorageDelete, Helpers.Find(211));
        Assert.Same(Helpers.XdpAdjustHead, Helpers.Find("xdp_adjust_head"));
        Assert.Same(Helpers.PacketAddSpace, Helpers.Find(Helpers.OwnBase));
        Assert.Same(Helpers.PacketAddSpace, Helpers.Find("packet_add_space"));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(212), InlineData(int.MinValue), InlineData(int.MaxValue), InlineData(0x50ff), InlineData(0x5110)]
    public void Knows_no_helper_under_other_numbers(int id) => Assert.Null(Helpers.Find(id));

    [Fact]
    public void Lists_each_helper_once_in_order()
    {
        var ids = Helpers.All.Select(helper => helper.Id).ToArray();
        Assert.Equal(ids.Order().Distinct(), ids);
        Assert.Equal(ids.Length, Helpers.All.Select(helper => helper.Name).Distinct().Count());
    }

    [Fact]
    public void Signatures_make_sense()
    {
        foreach (var helper in Helpers.All)
        {
            foreach (var (returns, arguments) in Signatures(helper))
            {
                Assert.True(arguments.Length <= 5, $"{helper}: {arguments.Length} arguments");
                Assert.True(returns.Argument <= arguments.Length, $"{helper}: no argument {returns.Argument}");
                for (var i = 0; i < arguments.Length; i++)
                {
                    var sized = arguments[i].Kind is ArgKind.MemorySize or ArgKind.MemorySizeOrZero;
                    Assert.True(sized == (i > 0 && arguments[i - 1].IsSizedByNext), $"{helper}: argument {i + 1} and its memory");
                    var afterMap = arguments.Take(i).Any(argument => argument.Kind == ArgKind.Map);
                    Assert.True(afterMap || !s_mapKinds.Contains(arguments[i].Kind), $"{helper}: argument {i + 1} has no map");
                    Assert.Equal(arguments[i].Kind == ArgKind.Callback, arguments[i].Prototype is not null);
                    Assert.Equal(arguments[i].Kind == ArgKind.Object, arguments[i].TypeName is not null);
                    Assert.Equal(arguments[i].Kind is ArgKind.FixedRead or ArgKind.FixedReadWrite or ArgKind.FixedWrite, arguments[i].Size > 0);
                }
            }
        }
    }

    [Fact]
    public void Helpers_with_a_map_say_which_maps()
    {
        foreach (var helper in Helpers.All)
            Assert.True(helper.Arguments.Any(argument => argument.Kind == ArgKind.Map) != helper.Maps.IsEmpty, $"{helper}: {helper.Maps}");
    }

    [Fact]
    public void Linuxs_helpers_that_move_the_packet_take_the_context_first()
    {
        foreach (var helper in Helpers.All.Where(helper => helper.Has(Effects.MovesPacket) && !helper.IsOwn))
            Assert.Equal(ArgKind.Context, helper.Arguments[0].Kind);
    }

    [Fact]
    public void Rules_and_variants_speak_of_types_that_may_call()
    {
        foreach (var helper in Helpers.All)
        {
            Assert.False(helper.Programs.IsEmpty, $"{helper} is for nobody");
            Assert.All(helper.OnlyAt, rule => Assert.True(helper.Programs.Contains(rule.Program), $"{helper}: {rule}"));
            Assert.All(helper.Variants, variant => Assert.Equal(variant.Programs, variant.Programs & helper.Programs));
        }
    }

    [Theory]
    [InlineData("map_lookup_elem", 3, 19), InlineData("xdp_adjust_head", 4, 10), InlineData("fib_lookup", 4, 18)]
    [InlineData("ringbuf_reserve", 5, 8), InlineData("loop", 5, 17), InlineData("cgrp_storage_delete", 6, 2)]
    public void Knows_the_release_that_brought_a_helper(string name, int major, int minor) =>
        Assert.Equal(new Version(major, minor), Helpers.Find(name)?.Since);

    [Fact]
    public void Own_helpers_have_no_release() => Assert.Null(Helpers.PacketAddSpace.Since);

    [Fact]
    public void Attach_points_narrow_who_may_call()
    {
        Assert.True(Helpers.Bind.IsAvailable(ProgramType.CgroupSockAddress));
        Assert.True(Helpers.Bind.IsAvailable(ProgramType.CgroupSockAddress, AttachType.CgroupInet4Connect));
        Assert.False(Helpers.Bind.IsAvailable(ProgramType.CgroupSockAddress, AttachType.CgroupInet4Bind));
        Assert.False(Helpers.Bind.IsAvailable(ProgramType.Xdp, AttachType.Xdp));
    }

    [Fact]
    public void Some_types_see_another_signature()
    {
        Assert.Equal(ArgKind.Context, Helpers.GetSocketCookie.SignatureFor(ProgramType.SchedClassifier).Arguments[0].Kind);
        Assert.Equal(ArgKind.AnySocket, Helpers.GetSocketCookie.SignatureFor(ProgramType.Tracing).Arguments[0].Kind);
    }

    static IEnumerable<(Returns Returns, ImmutableArray<Arg> Arguments)> Signatures(Helper helper) =>
        [(helper.Returns, helper.Arguments), .. helper.Variants.Select(variant => (variant.Returns, variant.Arguments))];
}
