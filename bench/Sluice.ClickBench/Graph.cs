using System.Globalization;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.ClickBench;

/// <summary>A configuration of the benchmark, ready to run.</summary>
sealed class Graph : IDisposable
{
    readonly PacketPool _pool = new();
    readonly string _name;
    readonly Dictionary<string, string> _definitions;

    public Graph(string name, Dictionary<string, string>? definitions = null, ProgramHost? programs = null)
    {
        _name = name;
        _definitions = definitions ?? [];
        _ = _definitions.TryAdd("frame", $"\\<{Convert.ToHexString(Frame)}>");
        Options = new RouterOptions { Pool = _pool, Classes = [LatencySink.Type, GapSink.Type] };
        if (programs is not null)
            Options.With(programs);
        Driver = new RouterDriver(Make());
    }

    /// <summary>A UDP datagram in a frame of 64 bytes.</summary>
    public static byte[] Frame { get; } = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").IPv4("10.0.0.1", "192.0.2.9")
        .Udp(40000, 53).Payload(22).ToArray();

    public RouterOptions Options { get; }

    public RouterDriver Driver { get; }

    /// <summary>All configurations there are.</summary>
    public static bool Knows(string name, out string missing)
    {
        try
        {
            using var graph = new Graph(name, new() { ["input"] = "/dev/null", ["output"] = "/dev/null", ["rate"] = "1" });
            missing = "";
        }
        catch (ConfigurationException failure)
        {
            missing = failure.Errors[0].Message;
        }

        return missing.Length == 0;
    }

    /// <summary>A router of the same configuration, to take the place of the one that runs.</summary>
    public Router Make()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "configurations", _name + ".click");
        var compiled = ConfigurationCompiler.Compile(new SourceText(path, File.ReadAllText(path)), new()
        {
            Classes = [.. ElementClasses.All.Select(static type => type.Name), LatencySink.TypeName, GapSink.TypeName],
            Definitions = _definitions,
        });
        var errors = compiled.Diagnostics.Select(static found => DiagnosticText.Write(found)).ToList();
        return errors.Count == 0
            ? new Router(compiled.Configuration, Options)
            : throw new ConfigurationException([new ConfigurationError(new SourcePosition(path, 0, 0), errors[0])]);
    }

    /// <summary>Runs for a while, and says how many packets a handler counted in a second of the thread's processor time.</summary>
    public double PacketsPerSecond(string counter, TimeSpan time)
    {
        var before = Count(counter);
        using var end = new Timer(_ => Driver.Stop(), null, time, Timeout.InfiniteTimeSpan);
        var start = ThreadTime.Seconds;
        Driver.Run();
        return (Count(counter) - before) / (ThreadTime.Seconds - start);
    }

    public long Count(string handler) => long.Parse(Driver.Read(handler), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Driver.Dispose();
        _pool.Dispose();
    }
}
