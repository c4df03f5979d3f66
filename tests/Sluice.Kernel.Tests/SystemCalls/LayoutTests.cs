using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Sluice.Bpf.Btf;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Tests.SystemCalls;

/// <summary>Every field of every struct that we hand to the kernel lies where the running kernel has it.</summary>
public sealed partial class LayoutTests
{
    static readonly MethodInfo s_sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

    public static TheoryData<string> Attributes() => [.. Implementing(typeof(IBpfAttributes))];

    public static TheoryData<string> Information() => [.. Implementing(typeof(IBpfInformation))];

    [Theory, MemberData(nameof(Attributes))]
    public void Attributes_lie_as_in_the_kernel(string name)
    {
        var type = TypeOf(name);
        var member = Text(type, "Member");
        Compare(type, RunningKernel.Types.Find<BtfStruct>("bpf_attr")!, member.Length == 0 ? "" : $"{member}.");
    }

    [Theory, MemberData(nameof(Information))]
    public void Answers_lie_as_in_the_kernel(string name)
    {
        var type = TypeOf(name);
        Compare(type, RunningKernel.Types.Find<BtfStruct>(Text(type, "Struct"))!, "");
    }

    [Theory]
    [InlineData(typeof(XdpContext), "xdp_md")]
    [InlineData(typeof(SkbContext), "__sk_buff")]
    public void Contexts_lie_as_in_the_kernel(Type type, string name)
    {
        var expected = RunningKernel.Types.Find<BtfStruct>(name)!;
        Compare(type, expected, "");
        Assert.Equal(expected.Size, SizeOf(type));
    }

    static void Compare(Type type, BtfStruct expected, string prefix)
    {
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            // A first word may be the name of a member of a union: TcxRelativeId is tcx.relative_id.
            var name = WordStart().Replace(field.Name, "_$1").ToLowerInvariant();
            var path = prefix + name;
            var place = expected.FindPath(path) ?? expected.FindPath(prefix + new Regex("_").Replace(name, ".", 1));
            Assert.True(place is not null, $"{type.Name}.{field.Name}: the kernel's {expected.Name} has no '{path}'");
            Assert.True((place.Value.BitOffset / 8, Math.Max(place.Value.Type.SizeOf(), 4)) == (OffsetOf(type, field), SizeOf(field.FieldType)),
                $"{type.Name}.{field.Name}: found offset {OffsetOf(type, field)} and size {SizeOf(field.FieldType)}, expected {place.Value.BitOffset / 8} and {place.Value.Type.SizeOf()}");
        }
    }

    // All are laid out in order; alignment is C's.
    static long OffsetOf(Type type, FieldInfo wanted)
    {
        if (wanted.GetCustomAttribute<FieldOffsetAttribute>() is { } placed)
            return placed.Value;
        long offset = 0;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            var (size, alignment) = (SizeOf(field.FieldType), field.FieldType == typeof(ObjectName) ? 1 : SizeOf(field.FieldType));
            offset = (offset + alignment - 1) / alignment * alignment;
            if (field == wanted)
                return offset;
            offset += size;
        }

        throw new ArgumentException(wanted.Name);
    }

    static int SizeOf(Type type) => (int)s_sizeOf.MakeGenericMethod(type).Invoke(null, null)!;

    static string Text(Type type, string property) => (string)type.GetProperty(property, BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;

    static Type TypeOf(string name) => typeof(IBpfAttributes).Assembly.GetType($"{typeof(IBpfAttributes).Namespace}.{name}", throwOnError: true)!;

    static IEnumerable<string> Implementing(Type contract) => contract.Assembly.GetTypes()
        .Where(type => type.IsValueType && contract.IsAssignableFrom(type)).Select(type => type.Name).Order();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
