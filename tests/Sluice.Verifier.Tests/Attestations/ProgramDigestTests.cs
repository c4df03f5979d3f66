using Sluice.Bpf.Assembly;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Verifier.Attestations;

namespace Sluice.Verifier.Tests.Attestations;

/// <summary>Programs that differ in anything that a proof rests on have different digests.</summary>
public sealed class ProgramDigestTests
{
    static readonly LinkedProgram s_program = Linker.Link(Assembler.AssembleObject("""
        .license "GPL"
        .map values Hash key=4 value=64 entries=8
        .program main section="tc"
          r1 = map[values]
          call global
          r0 = 0
          exit
        .function global
          r0 = 0
          exit
        """, "digest"), "main");

    [Theory]
    [InlineData("pointer")]
    [InlineData("pointer elsewhere")]
    [InlineData("pointer to another")]
    [InlineData("pointer not held")]
    [InlineData("pointer in an array")]
    [InlineData("bpf_spin_lock")]
    [InlineData("bpf_timer")]
    [InlineData("bpf_wq")]
    [InlineData("bpf_list_head")]
    [InlineData("bpf_list_head of others")]
    [InlineData("bpf_rb_root")]
    [InlineData("bpf_refcount")]
    [InlineData("lock in an inner map")]
    public void What_the_kernel_keeps_in_values_counts(string fields)
    {
        var known = new Dictionary<string, string>();
        foreach (var other in (string[])["plain", "pointer", "pointer elsewhere", "pointer to another", "pointer not held", "pointer in an array",
            "bpf_spin_lock", "bpf_timer", "bpf_wq", "bpf_list_head", "bpf_list_head of others", "bpf_rb_root", "bpf_refcount", "lock in an inner map"])
        {
            known[other] = ProgramDigest.Of(WithFields(other));
        }

        Assert.Equal(known[fields], ProgramDigest.Of(WithFields(fields)));
        Assert.DoesNotContain(known, entry => entry.Key != fields && entry.Value == known[fields]);
    }

    [Fact]
    public void Signatures_of_global_functions_count()
    {
        string[] signatures = ["int(u32)", "int(u32 *)", "int(u64 *)", "int(u32 *) nonnull", "int(task *) trusted", "int(sock *) trusted", "void(u32)", "int()", "int(u32, u32)"];
        Assert.Distinct(signatures.Select(signature => ProgramDigest.Of(WithSignature(signature, isGlobal: true))));
        Assert.Single(signatures.Select(signature => ProgramDigest.Of(WithSignature(signature, isGlobal: false))).Distinct());
    }

    [Fact]
    public void Kernel_functions_count_with_their_signatures()
    {
        var types = TypesOf("int(u32)");
        var programs = new[]
        {
            s_program with { Types = types },
            s_program with { Types = types, KernelCalls = [new(2, "declared")] },
            s_program with { Types = types, KernelCalls = [new(3, "declared")] },
            s_program with { Types = types, KernelCalls = [new(2, "another")] },
            s_program with { Types = TypesOf("int(u64 *)"), KernelCalls = [new(2, "declared")] },
        };
        Assert.Distinct(programs.Select(ProgramDigest.Of));
    }

    static LinkedProgram WithSignature(string signature, bool isGlobal)
    {
        var types = TypesOf(signature);
        var function = types.FindAll("declared").OfType<BtfFunction>().Single();
        var functions = s_program.Functions;
        return s_program with
        {
            Types = types,
            Functions = functions.SetItem(1, functions[1] with { TypeId = function.Id, IsGlobal = isGlobal }),
        };
    }

    static BtfTypes TypesOf(string signature)
    {
        var builder = new BtfBuilder();
        var (u32, u64, number) = (builder.Integer("u32", 4), builder.Integer("u64", 8), builder.Integer("int", 4, BtfIntegerEncoding.Signed));
        var (task, sock) = (builder.Struct("task_struct", 64), builder.Struct("sock", 64));
        BtfType[] parameters = signature.Split('(', ')')[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => (BtfType)(name switch
        {
            "u32" => u32,
            "u32 *" => builder.Pointer(u32),
            "u64 *" => builder.Pointer(u64),
            "task *" => builder.Pointer(task),
            _ => builder.Pointer(sock),
        })).ToArray();
        var prototype = builder.FunctionPrototype(signature.StartsWith("void", StringComparison.Ordinal) ? builder.Void : number,
            parameters.Select(type => new BtfParameter("it", type)));
        var function = builder.Function("declared", prototype);
        if (signature.EndsWith("nonnull", StringComparison.Ordinal))
            builder.DeclarationTag("arg:nonnull", function, 0);
        if (signature.EndsWith("trusted", StringComparison.Ordinal))
            builder.DeclarationTag("arg:trusted", function, 0);
        return builder.Build();
    }

    static LinkedProgram WithFields(string fields)
    {
        var builder = new BtfBuilder();
        var u64 = builder.Integer("u64", 8);
        var (task, sock) = (builder.Struct("task_struct", 64), builder.Struct("sock", 64));
        var held = builder.Pointer(builder.Qualifier(BtfQualifierKind.TypeTag, task, "kptr"));
        BtfType field = fields.Split(' ')[0] switch
        {
            "plain" => u64,
            "pointer" when fields.EndsWith("another", StringComparison.Ordinal) => builder.Pointer(builder.Qualifier(BtfQualifierKind.TypeTag, sock, "kptr")),
            "pointer" when fields.EndsWith("not held", StringComparison.Ordinal) => builder.Pointer(builder.Qualifier(BtfQualifierKind.TypeTag, task, "kptr_untrusted")),
            "pointer" when fields.EndsWith("array", StringComparison.Ordinal) => builder.Array(held, 2, u64),
            "pointer" => held,
            "lock" => builder.Struct("bpf_spin_lock", 4),
            var name => builder.Struct(name, 16),
        };
        var offset = fields.EndsWith("elsewhere", StringComparison.Ordinal) ? 128 : 64;
        var value = builder.Struct("value", 64, [new BtfMember("count", u64, 0, 0), new BtfMember("field", field, offset, 0)]);
        if (fields.StartsWith("bpf_list_head", StringComparison.Ordinal))
            builder.DeclarationTag(fields.EndsWith("others", StringComparison.Ordinal) ? "contains:other:node" : "contains:item:node", value, 1);
        var map = s_program.Maps[0];
        var changed = fields.EndsWith("inner map", StringComparison.Ordinal) ? map with { Inner = map with { ValueType = value } } : map with { ValueType = value };
        return s_program with { Types = builder.Build(), Maps = [changed] };
    }
}
