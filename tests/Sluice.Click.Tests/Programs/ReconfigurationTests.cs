using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Tests.Programs;

/// <summary>Programs are replaced while they run: maps stay, nothing is lost, and what is refused changes nothing.</summary>
public sealed class ReconfigurationTests
{
    const string Graph = "i :: Idle -> f :: BPFFilter(ID 1, FILE a.o) -> c :: Counter -> d :: Discard";

    [Fact]
    public void New_arguments_are_made_ready_without_a_thread_that_stands_for_them()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting());
        router.Start("i :: Idle -> f :: BPFFilter(FILE a.o) -> d :: Discard");
        // Whoever had to wait for the moment between two tasks would wait for this one.
        router.Driver.Invoke(() => Assert.True(
            Task.Run(() => router.Driver.Write("f.config", "FILE b.o"), TestContext.Current.CancellationToken).Wait(TimeSpan.FromSeconds(30)), "it waits for the router"));
        Assert.Equal(("b.o", "FILE b.o", 1), (router.Read("f.file"), router.Read("f.config"), router.Count("f.changes")));
        Assert.Throws<HandlerException>(() => router.Driver.Write("f.config", "FILE nothing.o"));
        Assert.Equal(("b.o", "FILE b.o"), (router.Read("f.file"), router.Read("f.config")));
    }

    [Fact]
    public void Maps_of_the_same_shape_stay()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting()).Start(Graph);
        Push(router, 3);
        router.Driver.Write("f.reconfigure", "FILE b.o");
        Push(router, 4);
        Assert.Equal("0\t7", Hex(router.Read("f.map", "counts")));
        Assert.Equal(("b.o", 1), (router.Read("f.file"), router.Count("f.changes")));
    }

    [Theory, InlineData(4, 1), InlineData(8, 2)]
    public void Maps_of_another_shape_start_anew(int size, int entries)
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting(size, entries)).Start(Graph);
        Push(router, 3);
        router.Driver.Write("f.reconfigure", "FILE b.o");
        Push(router, 4);
        Assert.Equal("4", Hex(router.Read("f.map", "counts '00 00 00 00'")));
    }

    [Fact]
    public void Maps_that_a_new_program_does_not_have_go()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting(map: "others")).Start(Graph);
        router.Driver.Write("f.reconfigure", "FILE b.o");
        Assert.StartsWith("others\tArray", router.Read("f.maps"), StringComparison.Ordinal);
        Assert.Contains("found no map 'counts', expected one of others",
            Assert.Throws<HandlerException>(() => router.Read("f.map", "counts")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_of_a_set_are_shared()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting(4))
            .Start("i :: Idle -> f :: BPFFilter(FILE a.o, MAPS s) -> g :: BPFFilter(FILE a.o, MAPS s) -> h :: BPFFilter(FILE a.o) -> d :: Discard");
        Push(router, 5);
        Assert.Equal(["0\t10", "0\t10", "0\t5"], new[] { "f", "g", "h" }.Select(name => Hex(router.Read($"{name}.map", "counts"))));
        var error = Assert.Throws<HandlerException>(() => router.Driver.Write("f.reconfigure", "FILE b.o"));
        Assert.Contains("its shape cannot change while it is shared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).AddUnsigned("b.o", ProgramTexts.Counting(4)).Add("w.o", ProgramTexts.Constant("click/rewriter", 1))
            .Add("m.o", ProgramTexts.Counting(4) + "\n.program fails section=\"click/migrate\"\n  r0 = 7\n  exit\n").Start(Graph);
        Push(router, 3);
        foreach (var (text, message) in new[]
        {
            ("FILE b.o", "found no such file"), ("FILE w.o", "of type click_rewriter"), ("FILE missing.o", "found no such file"), ("FILE b.o, SIGNATURE none", "--allow-unsigned"),
            ("FILE a.o, NONSENSE 1", "found keyword NONSENSE"), ("FILE m.o", "migration 'fails' returned 7"), ("FILE b.o, SIGNATURE a.o.attestation.json", "SHA-256"),
        })
        {
            var error = Assert.Throws<HandlerException>(() => router.Driver.Write("f.reconfigure", text));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        Push(router, 1);
        Assert.Equal("0\t4", Hex(router.Read("f.map", "counts")));
        Assert.Equal(("a.o", 0), (router.Read("f.file"), router.Count("f.changes")));
    }

    [Fact]
    public void Config_can_be_written_as_the_thesis_does()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting()).Start(Graph);
        Push(router, 2);
        router.Driver.Write("f.config", "ID 1, FILE b.o, JIT false");
        Push(router, 2);
        Assert.Equal(("0\t4", "interpret"), (Hex(router.Read("f.map", "counts")), router.Read("f.mode")));
        Assert.ThrowsAny<Exception>(() => router.Driver.Write("f.config", "ID 1, FILE missing.o"));
        Assert.Equal("b.o", router.Read("f.file"));
    }

    [Fact]
    public void Elements_keep_their_maps_when_the_whole_router_is_replaced()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Add("b.o", ProgramTexts.Counting()).Start(Graph);
        Push(router, 3);
        router.Driver.Swap(router.Make("i :: Idle -> n :: Counter -> f :: BPFFilter(FILE b.o) -> d :: Discard"));
        Push(router, 4);
        Assert.Equal(("0\t7", 7), (Hex(router.Read("f.map", "counts")), router.Count("f.runs")));
    }

    [Fact]
    public void A_router_that_is_refused_leaves_the_maps_alone()
    {
        using var router = new ProgramRouter().Add("a.o", ProgramTexts.Counting()).Start(Graph);
        Push(router, 3);
        Assert.ThrowsAny<Exception>(() => router.Make("i :: Idle -> f :: BPFFilter(FILE a.o) -> x :: BPFFilter(FILE none.o) -> d :: Discard"));
        Push(router, 1);
        Assert.Equal("0\t4", Hex(router.Read("f.map", "counts")));
    }

    [Theory, InlineData("counter-v2.bpf.o"), InlineData("counter-v2-two-maps.bpf.o")]
    public void State_migrates_from_32_to_64_bits(string next)
    {
        using var router = new ProgramRouter().AddExample("click-migration/counter-v1.bpf.o", "a.o").AddExample($"click-migration/{next}", "b.o").Start(Graph);
        Push(router, 3);
        router.Driver.Write("f.map_update", "packet_ctr_v1 0 4294967295");
        router.Driver.Write("f.reconfigure", "FILE b.o");
        Push(router, 2);
        Assert.Equal("0\t4294967297", router.Read("f.map", "packet_ctr_v2"));
    }

    // Millions of packets, one thread of the router and one that replaces the program all the time.
    [Theory, InlineData(1), InlineData(2)]
    public void Under_load_no_packet_is_lost_and_every_one_is_counted(int threads)
    {
        const int packets = 2_000_000;
        using var router = new ProgramRouter(threads: threads, clock: new SystemClock()).AddExample("click-migration/counter-v1.bpf.o", "a.o")
            .AddExample("click-migration/counter-v1.bpf.o", "b.o").AddExample("click-migration/counter-v2.bpf.o", "c.o");
        router.Start($"s :: InfiniteSource(LIMIT {packets}, STOP true) -> f :: BPFFilter(FILE a.o) -> c :: Counter -> d :: Discard");
        var changes = 0;
        var change = new Thread(() =>
        {
            while (!router.Driver.IsStopping)
            {
                router.Driver.Write("f.reconfigure", ++changes % 2 == 0 ? "FILE a.o" : "FILE b.o");
                if (changes > 40)
                    break;
            }

            router.Driver.Write("f.reconfigure", "FILE c.o");
        });
        change.Start();
        router.Driver.Run(TestContext.Current.CancellationToken);
        change.Join();

        Assert.Equal((packets, packets), (router.Count("c.count"), router.Count("f.runs")));
        Assert.Equal($"0\t{packets}", router.Read("f.map", "packet_ctr_v2"));
        Assert.True(router.Count("f.changes") > 1);
    }

    [Fact]
    public void Maps_are_read_and_written_by_their_types()
    {
        using var router = new ProgramRouter().AddExample("click-dns/dns-filter.bpf.o", "a.o").AddExample("click-chain/rate-limiter.bpf.o", "r.o")
            .Start("i :: Idle -> f :: BPFFilter(FILE a.o) -> r :: BPFFilter(FILE r.o) -> d :: Discard");
        router.Driver.Write("r.map_update", "buckets 7 '{\"tokens\": 5, \"updated\": 9}'");
        Assert.Equal("7\t{tokens: 5, updated: 9}", router.Read("r.map", "buckets").Replace("\"", "", StringComparison.Ordinal));
        Assert.Contains("5", router.Read("r.map", "buckets 7"), StringComparison.Ordinal);
        router.Driver.Write("r.map_delete", "buckets 7");
        Assert.Equal("", router.Read("r.map", "buckets"));
        router.Driver.Write("r.map_update", "buckets 8 '{\"tokens\": 5}'");
        router.Driver.Write("r.map_clear", "buckets");
        Assert.Equal("", router.Read("r.map", "buckets"));
        Assert.Equal("0", router.Read("r.variable", "passed"));
        foreach (var (handler, text, message) in new[]
        {
            ("r.map_update", "buckets 7", "expected NAME KEY VALUE"), ("r.map_update", "nothing 7 8", "found no map 'nothing'"), ("r.map_update", "buckets x '{}'", "key: found"),
            ("r.map_delete", "buckets 99", "cannot delete from map 'buckets'"),
        })
        {
            Assert.Contains(message, Assert.Throws<HandlerException>(() => router.Driver.Write(handler, text)).Message, StringComparison.Ordinal);
        }
    }

    // Objects from the assembler carry no types: their values are shown in hexadecimal.
    static string Hex(string line) => string.Join('\t', line.Split('\t').Select(part =>
        part.Contains(' ', StringComparison.Ordinal) ? part.Split(' ').Reverse().Aggregate(0L, (sum, digit) => (sum << 8) | Convert.ToByte(digit, 16)).ToString(System.Globalization.CultureInfo.InvariantCulture) : part));

    static void Push(ProgramRouter router, int count)
    {
        var batch = default(PacketBatch);
        for (; count > 0; count--)
            batch.Append(router.Pool.Allocate([1, 2, 3]));
        router.Router.Find("f")!.Push(0, batch);
    }
}
