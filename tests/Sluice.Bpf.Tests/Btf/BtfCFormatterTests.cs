using System.Diagnostics;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.C;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Btf;

public sealed class BtfCFormatterTests
{
    [Theory, MemberData(nameof(TestObjects.All), MemberType = typeof(TestObjects))]
    public void The_types_of_an_object_compile_with_their_sizes_and_offsets(string name) => Compiles(TestObjects.Types(name));

    [Fact]
    public void The_types_of_the_running_kernel_compile_with_their_sizes_and_offsets() => Compiles(KernelTypes.Get());

    [Fact]
    public void Declarations_read_from_the_inside_out()
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        var flow = builder.Struct("flow", 4, [new("rate", number, 0, 0)]);
        var pointer = builder.Pointer(flow);
        var prototype = builder.FunctionPrototype(builder.Void, new BtfParameter("flow", pointer), new BtfParameter("", builder.Void));
        var callback = builder.Pointer(prototype);
        var array = builder.Array(callback, 3, number);
        var constant = builder.Qualifier(BtfQualifierKind.Const, pointer);
        var tagged = builder.Pointer(builder.Qualifier(BtfQualifierKind.TypeTag, number, "user"));
        var getter = builder.FunctionPrototype(callback, new BtfParameter("register", builder.Typedef("u32", number)));
        Assert.Equal("struct flow *next", BtfCFormatter.Declare(pointer, "next"));
        Assert.Equal("struct flow *", BtfCFormatter.Declare(pointer));
        Assert.Equal("struct flow *const next", BtfCFormatter.Declare(constant, "next"));
        Assert.Equal("void (*handlers[3])(struct flow *flow, ...)", BtfCFormatter.Declare(array, "handlers"));
        Assert.Equal("int (*table)[3][2]", BtfCFormatter.Declare(
            builder.Pointer(builder.Array(builder.Array(number, 2, number), 3, number)), "table"));
        Assert.Equal("void (*(*get)(u32 register_))(struct flow *flow, ...)", BtfCFormatter.Declare(builder.Pointer(getter), "get"));
        Assert.Equal("void (*find(u32 register_))(struct flow *flow, ...)", BtfCFormatter.Declare(builder.Function("find", getter)));
        Assert.Equal("const int *x", BtfCFormatter.Declare(builder.Pointer(builder.Qualifier(BtfQualifierKind.Const, number)), "x"));
        Assert.Equal("extern struct flow *head", BtfCFormatter.Declare(builder.Variable("head", pointer)));
        Assert.Equal("int __attribute__((btf_type_tag(\"user\"))) *from", BtfCFormatter.Declare(tagged, "from"));
        Assert.Equal("const volatile int x", BtfCFormatter.Declare(
            builder.Qualifier(BtfQualifierKind.Const, builder.Qualifier(BtfQualifierKind.Volatile, number)), "x"));
    }

    [Fact]
    public void Definitions_show_what_the_layout_needs()
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("unsigned int", 4);
        var small = builder.Integer("unsigned char", 1);
        var mode = builder.Enum("mode", 1, [new("OFF", 0), new("ON", 1)]);
        var inner = builder.Struct("", 4, [new("word", number, 0, 0), new("half", small, 0, 0)], isUnion: true);
        var flow = builder.Struct("flow", 24,
        [
            new("low", number, 0, 3), new("high", number, 8, 5), new("", inner, 32, 0), new("mode", mode, 64, 0), new("late", number, 128, 0),
        ]);
        Assert.Equal("""
            struct flow {
            	unsigned int low : 3;
            	long long : 5;
            	unsigned int high : 5;
            	union {
            		unsigned int word;
            		unsigned char half;
            	};
            	enum mode mode;
            	long long : 56;
            	unsigned int late;
            	long long : 32;
            };
            """, BtfCFormatter.Define(flow));
        Assert.Equal("""
            struct tight {
            	unsigned char first;
            	unsigned int second;
            } __attribute__((packed));
            """, BtfCFormatter.Define(builder.Struct("tight", 5, [new("first", small, 0, 0), new("second", number, 8, 0)])));
        Assert.Equal("enum mode {\n\tOFF = 0,\n\tON = 1,\n} __attribute__((mode(QI)));", BtfCFormatter.Define(mode));
        Assert.Equal("typedef unsigned int table[4];", BtfCFormatter.Define(builder.Typedef("table", builder.Array(number, 4, number))));
    }

    [Fact]
    public void Names_that_clash_or_are_no_identifiers_still_compile()
    {
        var builder = new BtfBuilder();
        var number = builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        builder.Struct("flow", 4, [new("rate", number, 0, 0)]);
        builder.Struct("flow", 8, [new("rate", number, 0, 0), new("int", number, 32, 0)]);
        builder.Struct("Option<u32>", 4, [new("0", number, 0, 0)]);
        builder.Enum("", 4, [new("LIMIT", 1), new("SAME", 2)]);
        builder.Enum("other", 4, [new("LIMIT", 3)]);
        builder.Typedef("SAME", number);
        builder.Enum("empty", 4, []);
        builder.Enum("large", 8, [new("LOW", long.MinValue), new("HIGH", long.MaxValue)], isSigned: true);
        builder.Enum("largest", 8, [new("ALL", -1)]);
        var types = builder.Build();
        Assert.Contains("struct flow___2 {", Write(types), StringComparison.Ordinal);
        Assert.Contains("struct Option_u32_ {\n\tint _0;", Write(types), StringComparison.Ordinal);
        Compile(Write(types));
    }

    [Fact]
    public void Types_that_need_each_other_without_end_are_refused()
    {
        // Each anonymous struct holds a named one, which points to the next: no compiler nests like that.
        var builder = new BtfBuilder();
        var chain = Enumerable.Range(0, 5000).Select(i => builder.Struct($"s{i}", 8)).ToArray();
        for (var i = 0; i + 1 < chain.Length; i++)
        {
            var nested = builder.Struct("", 8, [new("by_value", chain[i + 1], 0, 0)]);
            builder.SetMembers(chain[i], [new("pointer", builder.Pointer(nested), 0, 0)]);
        }

        var error = Assert.Throws<BpfFormatException>(() => Write(builder.Build()));
        Assert.Contains("need each other", error.Message, StringComparison.Ordinal);
    }

    static void Compiles(BtfTypes types)
    {
        using var writer = new StringWriter();
        BtfCFormatter.WriteAll(types, writer);
        foreach (var type in types.All.OfType<BtfStruct>().Where(type => type.Size > 0 && IsUnambiguous(types, type)))
        {
            var name = BtfCFormatter.Declare(type);
            writer.WriteLine($"_Static_assert(sizeof({name}) == {type.Size}, \"size of {name}\");");
            foreach (var member in type.Members.Where(member => member.Name.Length > 0 && member.BitSize == 0))
                writer.WriteLine($"_Static_assert(__builtin_offsetof({name}, {member.Name}) == {member.Offset}, \"{name}.{member.Name}\");");
        }

        Compile(writer.ToString());
    }

    static bool IsUnambiguous(BtfTypes types, BtfStruct type) => type.Name.Length > 0
        && types.FindAll(type.Name).Count(other => other is BtfStruct or BtfForward or BtfEnum) == 1;

    static string Write(BtfTypes types)
    {
        using var writer = new StringWriter();
        BtfCFormatter.WriteAll(types, writer);
        return writer.ToString();
    }

    static void Compile(string source)
    {
        var clang = new[] { "/usr/bin/clang-19", "/usr/bin/clang" }.FirstOrDefault(File.Exists);
        if (clang is null)
            Assert.Skip("clang is not installed");
        var start = new ProcessStartInfo(clang, ["-target", "bpf", "-std=gnu17", "-w", "-fsyntax-only", "-ferror-limit=3", "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Write(source);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal("", errors.GetAwaiter().GetResult());
        Assert.Equal(0, process.ExitCode);
    }
}
