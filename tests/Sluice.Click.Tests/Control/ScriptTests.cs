using Sluice.Click.Configuration;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Control;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("set x 5, print $x", "5\n")]
    [InlineData("init x 7, print \"$x and ${x}\"", "7 and 7\n")]
    [InlineData("print c.count", "0\n")]
    [InlineData("print \"c.count\"", "c.count\n")]
    [InlineData("print '\"c.count\"'", "\"c.count\"\n")]
    [InlineData("set x c.count, print $x, print $($x)", "c.count\n0\n")]
    [InlineData("set x \"$(c.count)\", print '', set y '$x', printn \"$y\"", "\n'$x'")]
    [InlineData("setq x \"a b\", print $x", "a b\n")]
    [InlineData("set x 0, label again, printn \"$x \", set x $(add $x 1), goto again $(lt $x 5), print \"done\"", "0 1 2 3 4 done\n")]
    [InlineData("goto over, print \"no\", label over, print \"yes\"", "yes\n")]
    [InlineData("print \"a\", goto end, print \"b\"", "a\n")]
    [InlineData("write c.reset, print $?, write c.nothing 1, print $?", "0\n-1\n")]
    [InlineData("print $(add 10 5 2)", "17\n")]
    [InlineData("print $(sub 10 5 2)", "3\n")]
    [InlineData("print $(mul 1.5 2)", "3\n")]
    [InlineData("print $(div 7 2)", "3.5\n")]
    [InlineData("print $(div 10 5)", "2\n")]
    [InlineData("print $(idiv 7 2)", "3\n")]
    [InlineData("print $(mod 7 3)", "1\n")]
    [InlineData("print $(add 0x10 1)", "17\n")]
    [InlineData("print $(add 9223372036854775807 1)", "9.223372036854776E+18\n")]
    [InlineData("print $(neg 3), print $(abs -4), print $(min 5 10 2), print $(max 5 10 2)", "-3\n4\n2\n10\n")]
    [InlineData("print $(eq 10 0xA), print $(le 9 8), print $(eq 10x 10x), print $(ne a b), print $(gt 2 1.5)", "true\nfalse\ntrue\ntrue\ntrue\n")]
    [InlineData("print $(not true), print $(and true 1 yes), print $(or false no), print $(nand true false), print $(nor false false)", "false\ntrue\nfalse\ntrue\ntrue\n")]
    [InlineData("print $(if true a b), print $(if $(eq 1 2) a b)", "a\nb\n")]
    [InlineData("print $(in foo bar foo), print $(in foo bar)", "true\nfalse\n")]
    [InlineData("print $(sprintf \"%05x|%-4d|%4s|%.2f|%%\" 127 7 ab 3.14159)", "0007f|7   |  ab|3.14|%\n")]
    [InlineData("print $(length abcdef), print $(unquote \"'x y'\")", "6\nx y\n")]
    [InlineData("print $(readable c.count c.byte_count), print $(writable c.count), print $(readable c.nothing)", "true\nfalse\nfalse\n")]
    [InlineData("set x 1, print $(s.get x)", "1\n")]
    [InlineData("wait 1s, print $(sub $(now) 946684800)", "1.000000000\n")]
    [InlineData("wait 10ms, wait 20ms, print \"later\"", "later\n")]
    public void Instructions_do_what_they_say(string instructions, string printed)
    {
        // The sum of times has a fraction of its own.
        var expected = printed == "1.000000000\n" ? "1\n" : printed;
        Assert.Equal(expected, Print($"c :: Counter; Idle -> c -> Discard; s :: Script({instructions})"));
    }

    [Fact]
    public void Random_numbers_lie_where_they_should_and_repeat()
    {
        const string Text = "Script(set i 0, label again, print $(random 3 5), set i $(add $i 1), goto again $(lt $i 50))";
        var first = Print(Text);
        Assert.Equal(new HashSet<string> { "3", "4", "5" }, [.. first.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(first, Print(Text));
    }

    [Fact]
    public void A_pause_waits_for_steps()
    {
        using var router = TestRouter.Of("s :: Script(set x 1, pause 2, set x 2, wait 100s, set x 3, pause, set x 4)");
        router.Run(1_000_000);
        Assert.Equal("1", router.Driver.Read("s.get", "x"));
        router.Write("s.step");
        Assert.Equal("1", router.Driver.Read("s.get", "x"));
        router.Write("s.step");
        Assert.Equal("2", router.Driver.Read("s.get", "x"));
        router.Write("s.step", "2");
        Assert.Equal("4", router.Driver.Read("s.get", "x"));
    }

    [Fact]
    public void A_passive_script_is_a_handler()
    {
        using var router = TestRouter.Of("s :: Script(TYPE PASSIVE, return \"$(add $1 $2) of $#: $args\")");
        Assert.Equal("\"7 of 2: 3 4\"", router.Driver.Read("s.run", "3 4"));
        using var failing = TestRouter.Of("s :: Script(TYPE PASSIVE, error no luck)");
        Assert.Equal("no luck", Assert.Throws<HandlerException>(() => failing.Driver.Read("s.run")).Message);
    }

    [Fact]
    public void Exported_variables_are_handlers()
    {
        using var router = TestRouter.Of("s :: Script(TYPE PASSIVE, export level 3, set level $(add $level 1))");
        Assert.Equal("3", router.Read("s.level"));
        router.Write("s.run");
        Assert.Equal("4", router.Read("s.level"));
    }

    [Fact]
    public void A_packet_script_chooses_the_output()
    {
        using var router = TestRouter.Of("""
            InfiniteSource(LIMIT 10) -> s :: Script(init n 0, set n $(add $n 1), goto drop $(eq $n 10), return $(mod $n 2), label drop, exit);
            s -> even :: Counter -> Discard; s [1] -> odd :: Counter -> Discard
            """);
        router.Run();
        Assert.Equal("4 5", $"{router.Read("even.count")} {router.Read("odd.count")}");
    }

    [Fact]
    public void A_loop_without_waiting_is_ended()
    {
        using var router = TestRouter.Of("s :: Script(label a, goto a)");
        router.Run();
        Assert.Contains("goes round in a loop", router.Output.ToString());
    }

    [Fact]
    public void A_driver_manager_decides_when_the_router_stops()
    {
        using var router = TestRouter.Of("""
            i :: InfiniteSource(LIMIT 3, STOP true) -> c :: Counter -> Discard;
            m :: DriverManager(pause, write c.reset, wait 1s, stop);
            """);
        var start = router.Options.Clock.Now;
        router.Run();
        Assert.Equal("0", router.Read("c.count"));
        Assert.Equal(1_000_000_000, router.Options.Clock.Now - start);
    }

    [Fact]
    public void Files_can_be_written()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "out");
            Print($"c :: Counter; Idle -> c -> Discard; Script(print >{file} \"one\", print >>{file} \"two\", save c.count {file}.c, append c.count {file}.c)");
            Assert.Equal("one\ntwo\n", File.ReadAllText(file));
            Assert.Equal("00", File.ReadAllText(file + ".c").Replace("\n", "", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("prnt x", "found `prnt x`, expected an instruction: did you mean `print`?")]
    [InlineData("goto nowhere", "found no label `nowhere`")]
    [InlineData("label a, label a", "found the label `a` twice")]
    [InlineData("TYPE SOMETIMES", "TYPE: found `SOMETIMES`")]
    [InlineData("TYPE SIGNAL NOPE", "TYPE: found the signal `NOPE`")]
    [InlineData("init x $(add a b)", "expected numbers, not `a`")]
    public void Mistakes_keep_the_router_from_starting(string instructions, string message) =>
        Assert.Contains(message, Assert.Throws<ConfigurationException>(() => TestRouter.Of($"Script({instructions})")).Message);

    [Theory]
    [InlineData("print $(add 1 x)", "add: expected numbers, not `x`")]
    [InlineData("print $(div 1 0)", "division by zero")]
    [InlineData("print $(nothing 1)", "found no handler `nothing`")]
    [InlineData("print $(sprintf \"%d\")", "sprintf: expected a value for `%d`")]
    [InlineData("goto end maybe", "goto: expected true or false, not `maybe`")]
    [InlineData("wait long", "expected a time")]
    public void What_fails_while_it_runs_is_told_and_ends_the_script(string instructions, string message)
    {
        using var router = TestRouter.Of($"Script({instructions}, print \"not reached\")");
        router.Run();
        Assert.Contains(message, router.Output.ToString());
        Assert.DoesNotContain("not reached", router.Output.ToString());
    }

    [Fact]
    public void Messages_are_said_or_keep_the_router_from_starting()
    {
        using var router = TestRouter.Of("Message(\"hello, you\"); Message(mind, WARNING)");
        Assert.Equal("hello, you\nwarning: mind\n", router.Output.ToString());
        Assert.Contains("no good", Assert.Throws<ConfigurationException>(() => TestRouter.Of("Message(no good, ERROR)")).Message);
    }

    static string Print(string text)
    {
        using StringWriter writer = new();
        using var router = TestRouter.Of(text, options => options.With(new ScriptOutput(writer)));
        router.Run();
        return writer.ToString();
    }
}
