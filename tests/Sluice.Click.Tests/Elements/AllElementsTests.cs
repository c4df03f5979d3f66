using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

/// <summary>What every element must stand, whichever it is: a new class is tried without a word here.</summary>
public sealed class AllElementsTests : IDisposable
{
    const long Second = 1_000_000_000;

    readonly string _folder = Directory.CreateTempSubdirectory("click-elements-").FullName;
    readonly string _capture;

    public AllElementsTests() => _capture = Path.Combine(_folder, "in.pcap");

    /// <summary>Classes that need no more than a configuration; the others' lines in element-samples.txt say who tries them.</summary>
    public static TheoryData<string> Classes => [.. ElementClasses.All.Where(static type => !ElementSamples.NeedsMore(type)).Select(static type => type.Name)];

    /// <summary>Classes whose arguments name no files, which random words would make.</summary>
    public static TheoryData<string> ClassesWithoutFiles => [.. ElementClasses.All.Where(static type => !ElementSamples.NamesFile(type)).Select(static type => type.Name)];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [MemberData(nameof(Classes))]
    public void Malformed_packets_neither_crash_it_nor_leak(string name)
    {
        var type = ElementClasses.Find(name)!;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        MalformedPackets.WriteTo(_capture, seed, 300);
        var arguments = Arguments(type);
        foreach (var before in Preludes())
        {
            foreach (var pull in new[] { false, true })
            {
                using var router = TestRouter.Of(ElementHarness.Around(type, arguments, pull, $"FromDump({_capture}) -> {before}"));
                using var guard = new Timer(_ => router.Driver.Stop(), null, 1000, Timeout.Infinite);
                router.Run(2 * Second);
                TryHandlers(router, new Random(seed));
                router.Run(Second);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ClassesWithoutFiles))]
    public void Arguments_of_random_words_are_refused_or_taken_and_nothing_else(string name)
    {
        var type = ElementClasses.Find(name)!;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] words = ["1", "-1", "x", "10.0.0.1", "10.0.0.0/33", "99999999999999999999", "\"a b", "0x", "1e999", "-", "allow", "ACTIVE true", "LIMIT -5", "4/", "%", "%%", "NaN", "ELEMENT x", "\\<0"];
        var configuration = TestConfiguration.Parse(ElementHarness.Around(type, "", false, ""));
        for (var i = 0; i < 25; i++)
        {
            var arguments = string.Join(", ", Enumerable.Range(0, random.Next(6)).Select(_ => string.Join(' ', random.GetItems(words, random.Next(3)))));
            try
            {
                using var router = TestRouter.Of(configuration with { Elements = [configuration.Elements[0] with { Arguments = arguments }, .. configuration.Elements.Skip(1)] });
            }
            catch (ConfigurationException)
            {
                // As it should be.
            }
        }
    }

    /// <summary>Reads all handlers, and writes words to all that can be written to: it may refuse them, and that is all.</summary>
    static void TryHandlers(TestRouter router, Random random)
    {
        string[] words = ["", "1", "-1", "x", "true", "0.5", "10.0.0.1", "10.0.0.0/8 0", "99999999999999999999"];
        var element = router.Router.Find("x")!;
        foreach (var handler in router.Router.HandlersOf(element).All.ToList())
        {
            if (handler.CanRead)
                Try(() => router.Driver.Read($"x.{handler.Name}"));
            if (handler.CanWrite)
                Try(() => router.Driver.Write($"x.{handler.Name}", words[random.Next(words.Length)]));
        }

        static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (HandlerException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }
    }

    /// <summary>What stands before the element: nothing, or what makes of frames IP packets, if there is such a thing.</summary>
    static IEnumerable<string> Preludes()
    {
        yield return "";
        if (ElementClasses.Find("Strip") is not null && ElementClasses.Find("MarkIPHeader") is not null)
            yield return "CheckLength(4000) -> Strip(14) -> MarkIPHeader -> ";
    }

    string Arguments(ElementClass type)
    {
        if (!File.Exists(_capture))
            MalformedPackets.WriteTo(_capture, 1, 1);
        var arguments = ElementSamples.Of(type, _folder, _capture);
        var errors = ElementSamples.Errors(type, arguments);
        Assert.True(errors.Count == 0, $"its sample does not do: add a line to element-samples.txt: {string.Join("; ", errors)}");
        return arguments;
    }
}
