using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Btf;
using Sluice.Bpf.Tests.Platform.Kernel;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>Program types and the numbers of the platform against the running kernel.</summary>
public sealed class ProgramTypeTests
{
    static readonly int[] s_returns = [-4096, -4095, -1, 0, 1, 2, 3, 4, 100];

    [Fact]
    public void Numbers_and_names_of_program_types_are_the_kernels() =>
        AssertNames("bpf_prog_type", "BPF_PROG_TYPE_", ProgramTypeTable.All.Where(info => !info.IsOwn).Select(info => ((long)info.Type, info.Name)));

    [Fact]
    public void Numbers_and_names_of_map_types_are_the_kernels() =>
        AssertNames("bpf_map_type", "BPF_MAP_TYPE_", MapTypeTable.All.Where(info => !info.IsOwn).Select(info => ((long)info.Type, info.Name)));

    [Fact]
    public void Numbers_and_names_of_attach_types_are_the_kernels() =>
        AssertNames("bpf_attach_type", "BPF_", Enum.GetValues<AttachType>().Select(type => ((long)type, type.ToString())));

    [Fact]
    public void Own_numbers_are_frozen()
    {
        Assert.Equal([0x5100, 0x5101, 0x5102, 0x5103], ((ProgramType[])[ProgramType.Raw, ProgramType.ClickFilter, ProgramType.ClickClassifier, ProgramType.ClickRewriter]).Select(type => (int)type));
        Assert.Equal(0x5100, (int)MapType.TimeoutHash);
        Assert.Equal(0x5100, Helpers.PacketAddSpace.Id);
        Assert.Equal(0x8000_0000u, (uint)MapFlags.AbsoluteTimeout);
    }

    [Fact]
    public void Every_type_has_its_row()
    {
        Assert.Equal(Enum.GetValues<ProgramType>().Except([ProgramType.Unspecified]), ProgramTypeTable.All.Select(info => info.Type));
        Assert.Equal(Enum.GetValues<MapType>().Except([MapType.Unspecified]), MapTypeTable.All.Select(info => info.Type));
        Assert.All(ProgramTypeTable.All, info => Assert.Same(info, ProgramTypeTable.Find(info.Type)));
        Assert.All(ProgramTypeTable.All, info => Assert.Same(info, ProgramTypeTable.Find(info.Name)));
        Assert.All(MapTypeTable.All, info => Assert.Same(info, MapTypeTable.Find(info.Type)));
        Assert.All(MapTypeTable.All, info => Assert.Same(info, MapTypeTable.Find(info.Name)));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(33), InlineData(999), InlineData(int.MinValue), InlineData(int.MaxValue)]
    public void Other_numbers_are_no_program_types(int number) => Assert.Null(ProgramTypeTable.Find((ProgramType)number));

    [Theory, InlineData(0), InlineData(-1), InlineData(35), InlineData(999), InlineData(int.MinValue), InlineData(int.MaxValue)]
    public void Other_numbers_are_no_map_types(int number) => Assert.Null(MapTypeTable.Find((MapType)number));

    [Fact]
    public void Programs_may_return_what_the_running_kernel_lets_them_return()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        foreach (var program in KernelPrograms.Loadable())
        {
            var range = ProgramTypeTable.Find(program.Type)!.RangeAt(program.Place);
            foreach (var value in s_returns)
            {
                var (error, log) = BpfSyscall.Load(program, KernelCode.Move(0, value), KernelCode.Exit);
                var kernel = error == 0 || !log.Contains("should have been", StringComparison.Ordinal);
                if (kernel != (range?.Contains(value) ?? true))
                    differences.Add($"{program} returns {value}: the kernel says {(kernel ? "yes" : "no")}, the table {range?.ToString() ?? "any"}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Programs_may_write_to_the_packet_where_the_running_kernel_lets_them()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        foreach (var program in KernelPrograms.Loadable())
        {
            var info = ProgramTypeTable.Find(program.Type)!;
            var start = info.Context.Fields.FirstOrDefault(field => field.Kind == FieldKind.PacketStart);
            Assert.Equal(info.Packet == PacketAccess.None, start is null);
            if (start is null)
                continue;
            // Without a check of the bound, a permitted write is refused for its offset, and another for its kind.
            var (_, log) = BpfSyscall.Load(program,
                KernelCode.Load(2, 1, start.Offset, start.Size), KernelCode.Move(3, 0), KernelCode.Store(2, 0, 3, 1), KernelCode.Exit);
            var kernel = !log.Contains("cannot write into packet", StringComparison.Ordinal);
            if (kernel != (info.Packet == PacketAccess.ReadWrite))
                differences.Add($"{program}: the kernel says {(kernel ? "yes" : "no")}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Theory]
    [InlineData(ProgramType.Xdp, 2, null, "XDP_PASS"), InlineData(ProgramType.Xdp, 7, null, "7")]
    [InlineData(ProgramType.SchedClassifier, -1, null, "TC_ACT_UNSPEC")]
    [InlineData(ProgramType.SchedClassifier, -1, AttachType.TcxIngress, "TCX_NEXT")]
    [InlineData(ProgramType.SchedClassifier, 7, AttachType.NetkitPeer, "NETKIT_REDIRECT")]
    [InlineData(ProgramType.SkSkb, 1, AttachType.SkSkbVerdict, "SK_PASS"), InlineData(ProgramType.SkSkb, 1, AttachType.SkSkbStreamParser, "1")]
    [InlineData(ProgramType.CgroupSkb, 3, AttachType.CgroupInetEgress, "allow and slow down")]
    [InlineData(ProgramType.LwtXmit, 128, null, "BPF_LWT_REROUTE"), InlineData(ProgramType.SocketFilter, 0, null, "drop")]
    [InlineData(ProgramType.SocketFilter, 96, null, "96"), InlineData(ProgramType.Raw, -5, null, "-5")]
    [InlineData(ProgramType.ClickFilter, 2, null, "pass"), InlineData(ProgramType.ClickClassifier, 1, null, "1")]
    [InlineData(ProgramType.ClickRewriter, 0, null, "abort")]
    public void Verdicts_have_names(ProgramType type, int value, AttachType? place, string name) =>
        Assert.Equal(name, Verdicts.Name(type, value, place));

    [Theory]
    [InlineData("xdp_action", ProgramType.Xdp, null), InlineData("sk_action", ProgramType.SkMsg, null)]
    [InlineData("tcx_action_base", ProgramType.SchedClassifier, AttachType.TcxIngress)]
    [InlineData("netkit_action", ProgramType.SchedClassifier, AttachType.NetkitPrimary)]
    public void Verdicts_are_the_kernels(string name, ProgramType type, AttachType? place)
    {
        if (KernelTypes.Get().Find<BtfEnum>(name) is not { } values)
        {
            Assert.Skip($"the running kernel has no enum {name}");
            return;
        }

        Assert.Equal(values.Values.Select(value => new Verdict((int)value.Value, value.Name)), Verdicts.Of(type, place));
    }

    static void AssertNames(string type, string prefix, IEnumerable<(long Number, string Name)> rows)
    {
        var kernel = KernelTypes.Get().Find<BtfEnum>(type);
        Assert.NotNull(kernel);
        var names = kernel.Values.ToLookup(value => value.Value, value => Plain(value.Name[prefix.Length..]));
        var last = kernel.Values.Where(value => !value.Name.StartsWith("__", StringComparison.Ordinal)).Max(value => value.Value);
        var known = rows.ToDictionary(row => row.Number, row => Plain(row.Name));
        foreach (var (number, name) in known.Where(row => row.Key <= last))
            Assert.Contains(name, names[number]);
        if (last < known.Keys.Max())
            Assert.Skip($"the running kernel's {type} ends at {last}; up to there they agree");
    }

    static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
