using Sluice.Bpf.Platform;
using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Verifier.Attestations;

namespace Sluice.Click.Tests.Programs;

/// <summary>Which programs elements take: those that a trusted key vouches for, as what they are here.</summary>
public sealed class PolicyTests
{
    static string Graph(string arguments) => $"i :: Idle -> f :: BPFFilter({arguments}) -> d :: Discard";

    [Fact]
    public void What_nobody_signed_is_refused()
    {
        using var router = new ProgramRouter().AddUnsigned("f.o", ProgramTexts.Constant("click/filter", 2));
        Refuses(router, "FILE f.o", "SIGNATURE", "f.o.attestation.json: found no such file");
        Refuses(router, "FILE f.o, SIGNATURE none", "only where the router is started with --allow-unsigned");
        Refuses(router, "FILE missing.o", "FILE", "missing.o: found no such file");
    }

    [Fact]
    public void What_another_key_signed_is_refused()
    {
        using var router = new ProgramRouter().AddUnsigned("f.o", ProgramTexts.Constant("click/filter", 2));
        var (other, _) = TrustedKey.Generate();
        File.WriteAllBytes(router["f.sig"], Attestation.Sign(File.ReadAllBytes(router["f.o"]), "f.o", other, DateTimeOffset.UtcNow));
        Refuses(router, "FILE f.o, SIGNATURE f.sig", "which is not trusted here");
    }

    [Fact]
    public void What_was_changed_since_is_refused()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.Constant("click/filter", 2)).Add("g.o", ProgramTexts.Constant("click/filter", 1));
        File.Copy(router["g.o"], router["f.o"], overwrite: true);
        Refuses(router, "FILE f.o", "the attestation is about an object with SHA-256");
        var damaged = File.ReadAllBytes(router["g.o.attestation.json"]);
        File.WriteAllBytes(router["g.o.attestation.json"], damaged[..^20]);
        Refuses(router, "FILE g.o", "found no JSON, expected a DSSE envelope: it is truncated");
    }

    [Fact]
    public void What_was_signed_as_another_type_is_refused()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.Constant("bpffilter", 1), ProgramType.ClickRewriter).Add("r.o", ProgramTexts.Constant("click/rewriter", 1));
        Refuses(router, "FILE f.o", "covers program 'constant' as click_rewriter, not as click_filter");
        Refuses(router, "FILE r.o", "found 'constant' of type click_rewriter, expected a program of type click_filter or xdp");
    }

    [Fact]
    public void Constants_count_with_the_values_they_were_signed_with()
    {
        using var router = new ProgramRouter().AddExample("click-chain/target-port.bpf.o", "signed.o", "port 80").AddExample("click-chain/target-port.bpf.o", "plain.o");
        Refuses(router, "FILE plain.o, SET \"port 80\"", "is not as it was proved");
        Refuses(router, "FILE signed.o", "is not as it was proved");
        Refuses(router, "FILE signed.o, SET \"port high\"", "port");
        Refuses(router, "FILE signed.o, SET port", "expected a variable's name and its value");
        router.Start(Graph("FILE signed.o, SET \"port 80\""));
        Assert.Equal("compiled", router.Read("f.mode"));
        Assert.StartsWith("proved ", router.Read("f.attestation"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_key_nothing_is_trusted()
    {
        using var signed = new ProgramRouter().Add("f.o", ProgramTexts.Constant("click/filter", 2));
        using var host = new ProgramHost(new ProgramPolicy(), folder: signed[""]);
        using var pool = new PacketPool();
        var options = new Sluice.Click.Routing.RouterOptions { Pool = pool }.With(host);
        var error = Assert.Throws<ConfigurationException>(() =>
            new Sluice.Click.Routing.Router(Routing.TestConfiguration.Parse(Graph("FILE f.o")), options));
        Assert.Contains("the router trusts no key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_host_there_are_no_programs()
    {
        using var pool = new PacketPool();
        var error = Assert.Throws<ConfigurationException>(() => new Sluice.Click.Routing.Router(
            Routing.TestConfiguration.Parse(Graph("FILE f.o")), new Sluice.Click.Routing.RouterOptions { Pool = pool }));
        Assert.Contains("this router runs no programs", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("true", "sandbox"), InlineData("false", "interpret")]
    public void What_is_unsigned_and_allowed_runs_in_the_sandbox(string jit, string mode)
    {
        using var router = new ProgramRouter(allowUnsigned: true).AddUnsigned("f.o", ProgramTexts.Careless);
        router.Start(Graph($"FILE f.o, SIGNATURE none, JIT {jit}"));
        var batch = default(PacketBatch);
        foreach (var bytes in new byte[][] { [1, 2, 3, 4], [1], [1, 2, 3, 4] })
            batch.Append(router.Pool.Allocate(bytes));
        router.Router.Find("f")!.Push(0, batch);

        Assert.Equal(mode, router.Read("f.mode"));
        Assert.Equal("unsigned, runs in the sandbox", router.Read("f.attestation"));
        Assert.Equal((3, 1), (router.Count("f.runs"), router.Count("f.aborts")));
        Assert.Contains("reads 1 byte at 0x", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_with_several_programs_needs_to_be_told_which()
    {
        using var router = new ProgramRouter().Add("two.o", """
            .license "GPL"
            .program one section="click/filter"
              r0 = 1
              exit
            .program two section="click/filter"
              r0 = 2
              exit
            """);
        Refuses(router, "FILE two.o", "found the programs one, two, expected PROGRAM to say which");
        Refuses(router, "FILE two.o, PROGRAM three", "found no program 'three', expected one of one, two");
        router.Start(Graph("FILE two.o, PROGRAM two"));
        Assert.Equal("two", router.Read("f.program"));
    }

    [Theory]
    [InlineData("", "found no FILE")]
    [InlineData("FILE f.o, ID x", "ID: found `x`")]
    [InlineData("FILE f.o, TYPE tc", "one of click, xdp")]
    [InlineData("FILE f.o, TYPE xdp", "expected a program of type xdp")]
    [InlineData("FILE f.o, COLOUR red", "found keyword COLOUR")]
    [InlineData("FILE f.o, JIT false, DUMP_JIT true", "what is interpreted has no machine code")]
    public void Wrong_arguments_are_named(string arguments, string message)
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.Constant("click/filter", 2));
        Refuses(router, arguments, message);
    }

    [Fact]
    public void Two_elements_cannot_have_the_same_id()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.Constant("click/filter", 2));
        var error = Assert.Throws<ConfigurationException>(() => router.Make("i :: Idle -> a :: BPFFilter(ID 1, FILE f.o) -> b :: BPFFilter(ID 1, FILE f.o) -> d :: Discard"));
        Assert.Contains("b :: BPFFilter: ID 1 is that of a :: BPFFilter already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Machine_code_can_be_written_down()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.FirstByte("click/filter"));
        router.Start(Graph("ID 4, FILE f.o, DUMP_JIT true"));
        var code = File.ReadAllBytes(router["jit_dump_4.bin"]);
        Assert.InRange(code.Length, 20, 4000);
        const byte ret = 0xc3;
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64)
            Assert.Contains(ret, code);
    }

    static void Refuses(ProgramRouter router, string arguments, params string[] messages)
    {
        var error = Assert.Throws<ConfigurationException>(() => router.Make(Graph(arguments)));
        Assert.All(messages, message => Assert.Contains(message, error.Message, StringComparison.Ordinal));
    }
}
