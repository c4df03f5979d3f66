using System.Buffers.Binary;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;

namespace Sluice.Chains.Tests.Agreement;

/// <summary>A packet that costs more than the budget ends at the same place on every engine, and is counted for the same chain.</summary>
public sealed class BudgetTests
{
    // The number that the packet carries says how much there is to do.
    const int NumberAt = 14 + 40 + 8, Most = 5000;

    const string Head = """
        from programs.hike_default import hike_pass, hike_drop, monitor
        from loaders.hike_default import ip6_simple_classifier
        ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }
        rounds = 0
        seen = hash(u64, u64, 8)


        """;

    static readonly Dictionary<string, string> s_shapes = new()
    {
        ["loop"] = """
            def main():
                for i in range(packet.u16[62]):
                    rounds += 1
                hike_pass()
            """,
        ["loop with ways of different length"] = """
            def main():
                n = packet.u16[62]
                while n > 0:
                    n -= 1
                    if n % 3 == 0:
                        seen[n % 7] += 1
                        continue
                    if n % 5 == 0:
                        packet.u8[70] = u8(n)
                    rounds += 1
                monitor(1)
                hike_pass()
            """,
        ["loops one behind the other"] = """
            def main():
                n = packet.u16[62]
                for i in range(n):
                    rounds += 1
                for i in range(n):
                    rounds += 2
                monitor(2)
                hike_drop()
            """,
        ["loop in a loop"] = """
            def main():
                n = packet.u16[62]
                for i in range(n / 16):
                    for j in range(16):
                        rounds += 1
                    seen[3] += 1
                for i in range(n % 16):
                    rounds += 1
                hike_pass()
            """,
        ["chain in a loop"] = """
            def main():
                for i in range(packet.u16[62]):
                    work(i)
                hike_pass()

            def work(i: u64):
                rounds += 1
                if i % 4 == 0:
                    again(i)
                if i % 1000 == 999:
                    monitor(1)

            def again(i: u64):
                seen[1] = i
            """,
        ["loop in a chain"] = """
            def main():
                n = packet.u16[62]
                turn(n / 2)
                monitor(1)
                turn(n - n / 2)
                hike_pass()

            def turn(n: u64):
                while n > 0:
                    n -= 1
                    rounds += 1
            """,
        ["no end"] = """
            def main():
                if packet.u16[62] < 7:
                    hike_pass()
                while True:
                    pass
            """,
    };

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    [Theory, MemberData(nameof(Shapes))]
    public void A_spent_budget_is_the_same_everywhere(string shape)
    {
        var unit = RunningScript.Compile("budget.eclat", Head + s_shapes[shape]);
        // The first number that is too much, found where it costs least to ask.
        int enough = 1, tooMuch = Most;
        while (tooMuch - enough > 1)
        {
            var middle = (enough + tooMuch) / 2;
            (enough, tooMuch) = Run(RunningScript.Kinds[0], unit, middle).StartsWith("Aborted", StringComparison.Ordinal) ? (enough, middle) : (middle, tooMuch);
        }

        Assert.InRange(tooMuch, 2, Most - 1);
        foreach (var number in new[] { enough - 1, enough, tooMuch, tooMuch + 1, Most })
        {
            var expected = Run(RunningScript.Kinds[0], unit, number);
            Assert.Equal(number >= tooMuch, expected.Contains($"{FaultCause.Budget}", StringComparison.Ordinal));
            foreach (var form in RunningScript.Kinds.Skip(1))
                Assert.Equal((form, number, expected), (form, number, Run(form, unit, number)));
        }
    }

    /// <summary>Chains without loops that call each other so often that it is too much.</summary>
    [Theory]
    [InlineData(3, false)]
    [InlineData(10, true)]
    public void Calls_alone_may_be_too_much(int calls, bool isTooMuch)
    {
        static string Chain(string name, string body, int times) => $"def {name}():\n{string.Concat(Enumerable.Repeat($"    {body}\n", times))}";
        var unit = RunningScript.Compile("calls.eclat", $"{Head}{Chain("main", "first()", calls)}    hike_pass()\n\n{Chain("first", "second()", calls)}\n"
            + $"def second():\n    n = packet.len\n{string.Concat(Enumerable.Repeat("    n = n * 3 + 1\n", 25))}    packet.u8[70] += u8(n)\n");
        var expected = Run(RunningScript.Kinds[0], unit, 1);
        Assert.StartsWith(isTooMuch ? "Aborted" : "Pass", expected, StringComparison.Ordinal);
        foreach (var form in RunningScript.Kinds.Skip(1))
            Assert.Equal((form, expected), (form, Run(form, unit, 1)));
    }

    [Theory, MemberData(nameof(RunningScript.Forms), MemberType = typeof(RunningScript))]
    public void What_a_value_function_returns_is_no_verdict(string form)
    {
        using var folder = new TemporaryFolder();
        folder.Write("test_values/echo.bpf.o", File.ReadAllBytes(TestData.Find("functions/echo.bpf.o")));
        var packages = new PackageCatalogue(folder.Path);
        var unit = RunningScript.Compile("value.eclat", """
            from programs.test_values import echo
            from programs.hike_default import hike_pass, hike_drop, monitor
            from loaders.hike_default import ip6_simple_classifier
            ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }

            def main():
                if echo(0x8000000000000001) == 1 and echo(0x80000000000000ff) == 0xff:
                    monitor(1)
                if echo(0x8000000000000100) == 0x8000000000000100 and echo(0x7fffffffffffffff) == 0x7fffffffffffffff:
                    monitor(2)
                hike_pass()
            """, packages);
        using var script = RunningScript.On(form, unit, packages: packages);
        Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp6()).Verdict);
        Assert.Equal((1UL, 1UL), (script.Count(1), script.Count(2)));
    }

    // The verdict, the packet, the maps, and for each chain its faults.
    static string Run(string form, ChainUnit unit, int number)
    {
        using var script = RunningScript.On(form, unit);
        var packet = Frames.Udp6(payload: "number and room for more");
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(NumberAt), (ushort)number);
        var (verdict, after) = script.Run(packet);
        var faults = unit.Chains.Select(chain => $"{chain.Name}: {string.Join(' ', script.Faults(chain.Name).Select((count, cause) => count == 0 ? "" : $"{(FaultCause)cause} {count}"))}");
        return $"{verdict}\n{Convert.ToHexString(after)}\n{script.Maps()}{string.Join('\n', faults)}";
    }
}
