using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Btf;
using Sluice.Bpf.Tests.Platform.Kernel;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>The context layouts against the running kernel: its structs, and what it lets programs read and write.</summary>
public sealed class ContextLayoutTests
{
    // Past this, the long ones only go on as they began.
    const int Furthest = 256;

    static readonly int[] s_sizes = [1, 2, 4, 8];

    // What is not a struct in the kernel's types, or one without an end.
    static readonly string[] s_words = ["tracepoint", "bpf_raw_tracepoint_args", "arguments", "unsigned int", "memory", "target"];

    static readonly Dictionary<string, FieldKind> s_kinds = new()
    {
        ["scalar"] = FieldKind.Scalar,
        ["pkt"] = FieldKind.PacketStart,
        ["pkt_end"] = FieldKind.PacketEnd,
        ["pkt_meta"] = FieldKind.PacketMeta,
        ["sock"] = FieldKind.Socket,
        ["sock_or_null"] = FieldKind.SocketOrNull,
        ["sock_common_or_null"] = FieldKind.SocketCommonOrNull,
        ["flow_keys"] = FieldKind.FlowKeys,
        ["tp_buffer"] = FieldKind.TracepointBuffer,
    };

    public static TheoryData<ContextLayout> Layouts() =>
        [.. ProgramTypeTable.All.Where(info => !info.IsOwn).Select(info => info.Context).Append(ContextLayouts.Socket).Append(ContextLayouts.SocketCommon)
            .Append(ContextLayouts.TcpSocket).Append(ContextLayouts.XdpSocket).Append(ContextLayouts.FlowKeys).Distinct()];

    [Theory, MemberData(nameof(Layouts))]
    public void Lie_as_the_kernel_lays_out_the_struct(ContextLayout layout)
    {
        if (s_words.Contains(layout.Name))
            return;
        var type = KernelTypes.Get().Find<BtfStruct>(layout.Name);
        Assert.NotNull(type);
        Assert.Equal(type.Size, layout.Size);
        var members = Members(type, 0).ToDictionary(member => member.Name, member => (member.Offset, member.Size));
        foreach (var field in layout.Fields)
        {
            Assert.True(field.End <= layout.Size, $"{field} ends at {field.End}");
            if (members.TryGetValue(field.Name, out var member))
                Assert.Equal((field.Name, field.Offset), (field.Name, member.Offset));
            else
                Assert.Contains(field.Name, (string[])["regs", "keys"]);
        }
    }

    [Fact]
    public void Allow_what_the_running_kernel_allows()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        var asked = 0;
        foreach (var program in Asked())
        {
            var layout = ProgramTypeTable.Find(program.Type)!.Context;
            foreach (var size in s_sizes)
            {
                for (var offset = 0; offset < Math.Min(layout.Size, Furthest); offset += size)
                {
                    foreach (var write in (bool[])[false, true])
                    {
                        asked++;
                        var kernel = KernelAllows(program, offset, size, write);
                        // Linux lets a writable tracepoint read the lower bytes of its buffer's address, bare of meaning.
                        if (program.Type is ProgramType.RawTracepointWritable && offset < 8 && size < 8)
                            continue;
                        if (kernel != layout.Find(offset, size, write, program.Place) is not null)
                            differences.Add($"{program}: {(write ? "write" : "read")} of {size} B at {offset} ({layout.At(offset)?.Name}): the kernel says {(kernel ? "yes" : "no")}");
                    }
                }
            }
        }

        Assert.True(asked > 10_000, $"asked {asked} questions only");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(40)));
    }

    [Fact]
    public void Give_what_the_running_kernel_gives()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        foreach (var program in Asked())
        {
            foreach (var field in ProgramTypeTable.Find(program.Type)!.Context.Fields)
            {
                if (field.Allows(field.Offset, field.Size, write: false, program.Place) && KernelKind(program, field) is var kernel && kernel != field.Kind)
                    differences.Add($"{program}: {field.Name}: the kernel gives {kernel}, the layout {field.Kind}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Answer_for_every_offset()
    {
        foreach (var layout in ProgramTypeTable.All.Select(info => info.Context))
        {
            foreach (var offset in (int[])[int.MinValue, -8, -1, layout.Size, int.MaxValue - 3, int.MaxValue])
                Assert.Null(layout.Find(offset, 4, write: false));
        }
    }

    [Fact]
    public void Open_no_field_that_depends_on_a_place_where_the_place_is_not_known()
    {
        Assert.Null(ContextLayouts.Xdp.Find(20, 4, write: false));
        Assert.Null(ContextLayouts.Xdp.Find(20, 4, write: false, AttachType.Xdp));
        Assert.Equal("egress_ifindex", ContextLayouts.Xdp.Find(20, 4, write: false, AttachType.XdpDevmap)?.Name);
    }

    static IEnumerable<KernelProgram> Asked() =>
        KernelPrograms.Loadable().Where(program => ProgramTypeTable.Find(program.Type)!.Context.Form is ContextForm.Struct);

    static bool KernelAllows(KernelProgram program, int offset, int size, bool write)
    {
        var access = write ? KernelCode.Store(1, offset, 2, size) : KernelCode.Load(2, 1, offset, size);
        var (error, log) = BpfSyscall.Load(program, KernelCode.Move(2, 0), access, KernelCode.Move(0, 0), KernelCode.Exit);
        return error == 0 || !log.Contains("invalid bpf_context access", StringComparison.Ordinal);
    }

    static FieldKind KernelKind(KernelProgram program, ContextField field)
    {
        var (_, log) = BpfSyscall.Explain(program, KernelCode.Load(2, 1, field.Offset, field.Size), KernelCode.Move(0, 0), KernelCode.Exit);
        var start = log.IndexOf("R2=", StringComparison.Ordinal) + 3;
        var word = log[start..log.IndexOf('(', start)];
        return word.StartsWith("trusted_ptr_", StringComparison.Ordinal) && word.EndsWith(field.TypeName ?? "?", StringComparison.Ordinal)
            ? FieldKind.Object
            : s_kinds[word];
    }

    static IEnumerable<(string Name, int Offset, int Size)> Members(BtfStruct type, int offset) =>
        type.Members.SelectMany(member => member.Name.Length == 0 && member.Type is BtfStruct inner
            ? Members(inner, offset + member.Offset)
            : [(member.Name, offset + member.Offset, member.BitSize)]);
}
