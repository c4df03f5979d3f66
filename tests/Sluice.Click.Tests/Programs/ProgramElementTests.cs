using Sluice.Bpf.Platform;
using Sluice.Click.Packets;

namespace Sluice.Click.Tests.Programs;

/// <summary>What elements do with packets, by what their programs return.</summary>
public sealed class ProgramElementTests
{
    public static TheoryData<string> Modes => new("true", "false");

    [Theory, InlineData("p.o.attestation.json", "compiled"), InlineData("none", "sandbox")]
    public void Published_rewriters_call_their_helper_by_its_number(string signature, string mode)
    {
        using var router = new ProgramRouter(allowUnsigned: true);
        File.Copy(TestData.Find("published-strip.bpf.o"), router["p.o"]);
        router.Sign("p.o", ProgramType.ClickRewriter);
        router.Start($"i :: Idle -> f :: BPFRewriter(FILE p.o, SIGNATURE {signature}) -> q :: Queue -> Idle");
        byte[] plain = [.. new byte[12], 8, 0, 1, 2, 3], tagged = [.. new byte[12], 0x81, 0, 0, 5, 8, 0, 4, 5, 6];
        Push(router, "f", plain, tagged, plain[..9]);
        Assert.Equal([[1, 2, 3], [4, 5, 6]], Drain(router, "q"));
        Assert.Equal((mode, 1), (router.Read("f.mode"), router.Count("f.aborts")));
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_filter_passes_and_drops(string jit)
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.FirstByte("click/filter"));
        router.Start($"i :: Idle -> f :: BPFFilter(ID 1, FILE f.o, JIT {jit}) -> q :: Queue -> Idle; f[1] -> d :: Queue -> Idle");
        Push(router, "f", [1, 10], [2, 11], [], [3, 12], [4, 13], [5, 14]);

        Assert.Equal([[1, 10], [3, 12], [5, 14]], Drain(router, "q"));
        Assert.Equal([[2, 11], [], [4, 13]], Drain(router, "d"));
        Assert.Equal((6, 2, 1), (router.Count("f.runs"), router.Count("f.drops"), router.Count("f.aborts")));
        Assert.Contains("f :: BPFFilter: program 'first_byte' returned abort: the packet is dropped", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_classifier_sends_packets_to_outputs_and_drops_what_has_none(string jit)
    {
        using var router = new ProgramRouter().Add("c.o", ProgramTexts.FirstByte("click/classifier"));
        router.Start($"i :: Idle -> c :: BPFClassifier(FILE c.o, JIT {jit}); c[0] -> q0 :: Queue -> Idle; c[1] -> q1 :: Queue -> Idle; c[2] -> q2 :: Queue -> Idle");
        Push(router, "c", [2, 1], [0, 2], [1, 3], [3, 4], [2, 5], [255, 6], []);

        Assert.Equal([[0, 2], []], Drain(router, "q0"));
        Assert.Equal([[1, 3]], Drain(router, "q1"));
        Assert.Equal([[2, 1], [2, 5]], Drain(router, "q2"));
        Assert.Equal((7, 0, 2), (router.Count("c.runs"), router.Count("c.drops"), router.Count("c.aborts")));
        Assert.Contains("returned output 255, and there are 3", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_rewriter_changes_bytes_and_size(string jit)
    {
        using var router = new ProgramRouter().Add("r.o", ProgramTexts.Resizing);
        router.Start($"i :: Idle -> r :: BPFRewriter(FILE r.o, JIT {jit}) -> q :: Queue -> Idle");
        Push(router, "r", [1, 2, 3], [9], []);

        Assert.Equal([[7, 0, 1, 2], [7, 0]], Drain(router, "q"));
        Assert.Equal(1, router.Count("r.aborts"));
    }

    [Fact]
    public unsafe void Headers_keep_their_places_when_a_packet_has_to_move()
    {
        using var router = new ProgramRouter().Add("r.o", """
            .license "GPL"
            .program push section="click/rewriter"
              r1 = 500
              r2 = 0
              call bpf_packet_add_space
              r1 = 1
              if r0 == 0 goto done
              r1 = 0
            done:
              r0 = r1
              exit
            """);
        router.Start("i :: Idle -> r :: BPFRewriter(FILE r.o) -> q :: Queue -> Idle");
        var packet = router.Pool.Allocate([1, 2, 3, 4]);
        packet.SetNetworkHeader(packet.Data + 1, 2);
        router.Router.Find("r")!.Push(0, new PacketBatch(packet));

        var moved = router.Router.Find("q")!.Pull(0, 1).First;
        Assert.Equal([2, 3, 4], new Span<byte>(moved.NetworkHeader, 3).ToArray());
        Assert.Equal(4, *moved.TransportHeader);
        Assert.Equal(504, moved.Length);
        moved.Kill();
    }

    [Theory]
    [InlineData("BPFFilter", "2 3 4", "", "")]
    [InlineData("BPFRewriter", "2 3 4", "", "")]
    [InlineData("BPFClassifier", "2", "3", "4")]
    public void Any_xdp_program_serves(string type, string first, string second, string third)
    {
        using var router = new ProgramRouter().Add("x.o", ProgramTexts.Xdp);
        router.Start(type == "BPFClassifier"
            ? "i :: Idle -> x :: BPFClassifier(FILE x.o, TYPE xdp); x[0] -> q0 :: Queue -> Idle; x[1] -> q1 :: Queue -> Idle; x[2] -> q2 :: Queue -> Idle"
            : $"i :: Idle -> x :: {type}(FILE x.o) -> q0 :: Queue -> Idle; i2 :: Idle -> q1 :: Queue -> Idle; i3 :: Idle -> q2 :: Queue -> Idle");
        Push(router, "x", [0], [1], [2], [3], [4], [5]);

        Assert.Equal([first, second, third], new[] { "q0", "q1", "q2" }.Select(queue => string.Join(' ', Drain(router, queue).Select(bytes => bytes[0]))));
        Assert.Equal((1, 2), (router.Count("x.drops"), router.Count("x.aborts")));
        Assert.Contains("returned XDP_ABORTED", router.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_decide_the_type_of_programs_that_leave_it_open()
    {
        using var router = new ProgramRouter()
            .Add("c.o", ProgramTexts.Constant("bpffilter", 1), ProgramType.ClickClassifier).Add("r.o", ProgramTexts.Constant("bpffilter", 1), ProgramType.ClickRewriter)
            .Add("f.o", ProgramTexts.Constant("bpffilter", 2));
        router.Start("i :: Idle -> f :: BPFFilter(FILE f.o) -> r :: BPFRewriter(FILE r.o) -> c :: BPFClassifier(FILE c.o); c[0] -> q0 :: Queue -> Idle; c[1] -> q1 :: Queue -> Idle");
        Push(router, "f", [1]);
        Assert.Equal([[1]], Drain(router, "q1"));
        Assert.Contains("as click_classifier, at most 2 instructions a run", router.Read("c.attestation"), StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_can_be_pulled_through()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.FirstByte("click/filter"));
        router.Start("i :: Idle -> q :: Queue -> f :: BPFFilter(FILE f.o) -> u :: Unqueue -> q2 :: Queue -> Idle; f[1] -> d :: Queue -> Idle");
        Push(router, "q", [1], [2], [3], [4]);
        router.Run();
        Assert.Equal([[1], [3]], Drain(router, "q2"));
        Assert.Equal([[2], [4]], Drain(router, "d"));
    }

    [Fact]
    public void Errors_are_written_a_few_at_a_time()
    {
        using var router = new ProgramRouter().Add("f.o", ProgramTexts.Constant("click/filter", 0));
        router.Start("i :: Idle -> f :: BPFFilter(FILE f.o) -> q :: Queue -> Idle");
        for (var round = 0; round < 100; round++)
            Push(router, "f", [1], [2]);
        Assert.Equal(200, router.Count("f.aborts"));
        Assert.InRange(router.Output.ToString().Split('\n').Length - 1, 1, 40);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Random_packets_do_no_harm(int seed)
    {
        var random = new Random(seed);
        using var router = new ProgramRouter(allowUnsigned: true).AddExample("click-chain/target-port.bpf.o").AddExample("click-chain/rate-limiter.bpf.o")
            .AddExample("click-chain/round-robin.bpf.o").AddExample("click-dns/dns-filter.bpf.o").AddExample("click-rewrite/strip-ether-vlan.bpf.o")
            .AddUnsigned("careless.o", ProgramTexts.Careless);
        router.Start("i :: Idle -> a :: BPFFilter(FILE target-port) -> b :: BPFFilter(FILE rate-limiter) -> c :: BPFFilter(FILE dns-filter) "
            + "-> e :: BPFRewriter(FILE strip-ether-vlan) -> g :: BPFFilter(FILE careless.o, SIGNATURE none) -> h :: BPFClassifier(FILE round-robin); "
            + "h[0] -> d0 :: Discard; h[1] -> d1 :: Discard");
        for (var round = 0; round < 300; round++)
        {
            Push(router, "a", [.. Enumerable.Range(0, random.Next(1, 33)).Select(_ =>
            {
                var bytes = new byte[random.Next(0, 150)];
                random.NextBytes(bytes);
                if (bytes.Length > 14 && random.Next(2) == 0)
                    (bytes[12], bytes[13], bytes[14]) = (8, 0, (byte)(0x40 | random.Next(16)));
                return bytes;
            })]);
        }

        Assert.True(router.Count("h.runs") > 100, $"seed {seed}: {router.Count("h.runs")} packets came through");
        Assert.True(router.Count("g.aborts") > 0, $"seed {seed}");
    }

    static void Push(ProgramRouter router, string element, params byte[][] packets)
    {
        var batch = default(PacketBatch);
        foreach (var bytes in packets)
            batch.Append(router.Pool.Allocate(bytes));
        router.Router.Find(element)!.Push(0, batch);
    }

    static List<byte[]> Drain(ProgramRouter router, string queue)
    {
        var all = new List<byte[]>();
        for (var batch = router.Router.Find(queue)!.Pull(0, 64); !batch.IsEmpty; batch = router.Router.Find(queue)!.Pull(0, 64))
        {
            foreach (var packet in batch)
                all.Add(packet.Span.ToArray());
            batch.Kill();
        }

        return all;
    }
}
