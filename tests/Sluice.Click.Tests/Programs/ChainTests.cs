using Sluice.Bpf.Assembly;
using Sluice.Click.Configuration;
using Sluice.Click.Packets;
using Sluice.Click.Programs;

namespace Sluice.Click.Tests.Programs;

/// <summary>Scripts of chains as elements: the host compiles them, the element proves and runs what comes of it.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Verdicts_are_outputs()
    {
        using var router = new ProgramRouter(chains: new Compiler()).Start(
            "i :: Idle -> c :: Chain(s.eclat, ID 3); c[0] -> p :: Counter -> d0 :: Discard; c[1] -> t :: Counter -> d1 :: Discard; c[2] -> r :: Counter -> d2 :: Discard");
        Push(router, 2, 2, 2, 3, 3, 4, 1, 0, 9);

        Assert.Equal(("3", "2", "1"), (router.Read("p.count"), router.Read("t.count"), router.Read("r.count")));
        Assert.Equal((1, 2), (router.Count("c.drops"), router.Count("c.aborts")));
        Assert.Equal(("compiled", "3"), (router.Read("c.mode"), router.Read("c.id")));
    }

    [Fact]
    public void What_a_script_puts_into_maps_is_there_once()
    {
        using var router = new ProgramRouter(chains: new Compiler()).Start("i :: Idle -> c :: Chain(s.eclat) -> d :: Discard");
        Assert.EndsWith("05 00 00 00", router.Read("c.map", "table"), StringComparison.Ordinal);
        router.Driver.Write("c.map_update", "table '00 00 00 00' '07 00 00 00'");
        router.Driver.Write("c.reconfigure", "other.eclat");
        Assert.EndsWith("07 00 00 00", router.Read("c.map", "table"), StringComparison.Ordinal);
        Assert.Equal("other.eclat", router.Read("c.file"));
    }

    [Theory, InlineData("mistake.eclat", "line 3: found a mistake"), InlineData("unsafe.eclat", "does not pass")]
    public void A_script_with_mistakes_is_refused(string script, string message)
    {
        using var router = new ProgramRouter(chains: new Compiler());
        var error = Assert.Throws<ConfigurationException>(() => router.Make($"i :: Idle -> c :: Chain({script}) -> d :: Discard"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_chains_says_so()
    {
        using var router = new ProgramRouter();
        var error = Assert.Throws<ConfigurationException>(() => router.Make("i :: Idle -> c :: Chain(s.eclat) -> d :: Discard"));
        Assert.Contains("this router's host has no chains", error.Message, StringComparison.Ordinal);
    }

    static void Push(ProgramRouter router, params byte[] packets)
    {
        var batch = default(PacketBatch);
        foreach (var first in packets)
            batch.Append(router.Pool.Allocate([first]));
        router.Router.Find("c")!.Push(0, batch);
    }

    sealed class Compiler : IChainCompiler
    {
        public ChainProgram Compile(string path) => Path.GetFileName(path) switch
        {
            "mistake.eclat" => throw new ProgramException($"{path}: line 3: found a mistake"),
            "unsafe.eclat" => Program("r0 = *(u8 *)(r1 + 99)\n  exit"),
            _ => Program("""
                r6 = r1
                  *(u32 *)(r10 - 4) = 0
                  r2 = r10
                  r2 += -4
                  r1 = map[table]
                  call bpf_map_lookup_elem
                  r2 = *(u32 *)(r6 + 0)
                  r3 = *(u32 *)(r6 + 4)
                  r0 = 0
                  r4 = r2
                  r4 += 1
                  if r4 > r3 goto done
                  r0 = *(u8 *)(r2 + 0)
                done:
                  exit
                """),
        };

        static ChainProgram Program(string code) => new(
            Assembler.AssembleObject($".license \"GPL\"\n.map table Array key=4 value=4 entries=1\n.program loader section=\"xdp\"\n  {code}\n"),
            "loader", [("table", [0, 0, 0, 0], [5, 0, 0, 0])]);
    }
}
