using System.Runtime.CompilerServices;
using Sluice.Events.Example;

namespace Sluice.Runtime.Tests.Objects;

/// <summary>The C# program of examples/events sees every connection attempt that its page counts.</summary>
public sealed class EventsExampleTests
{
    static readonly string s_examples = Path.GetFullPath("../../../examples", Path.GetDirectoryName(ThisFile())!);

    [Theory, InlineData("http.pcap", 8), InlineData("syn-flood.pcap", 804)]
    public void Reader_prints_each_attempt(string capture, int attempts)
    {
        var output = new StringWriter();
        Assert.Equal(attempts, ConnectionReader.Run(
            Path.Combine(s_examples, "events", "events.bpf.o"), Path.Combine(s_examples, "captures", capture), output));
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(attempts, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^\[.+\]:\d+ → \[.+\]:\d+, \d+ bytes$", line));
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
