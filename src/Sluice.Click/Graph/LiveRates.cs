using System.Diagnostics;
using System.Globalization;
using Sluice.Click.Configuration;
using Sluice.Click.Control;

namespace Sluice.Click.Graph;

/// <summary>Packet rates of a running router, from the handler <c>count</c> of the elements that have one.</summary>
public static class LiveRates
{
    const string Count = "count";

    /// <summary>Reads all counts twice.</summary>
    /// <param name="client">The router.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="interval">The time between.</param>
    /// <param name="format">Writes a number of packets a second.</param>
    /// <returns>Rates by element.</returns>
    public static Dictionary<string, string> Measure(ControlClient client, RouterConfiguration configuration, TimeSpan interval, Func<double, string> format)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(format);
        var watch = Stopwatch.StartNew();
        var before = configuration.Elements.Select(element => (element.Name, Value: Read(client, element.Name), At: watch.Elapsed)).Where(count => count.Value >= 0).ToArray();
        Thread.Sleep(interval);
        Dictionary<string, string> rates = [];
        foreach (var (name, value, at) in before)
        {
            var now = Read(client, name);
            rates[name] = format(Math.Max(0, now - value) / (watch.Elapsed - at).TotalSeconds);
        }

        return rates;
    }

    // Negative where there is no such handler.
    static long Read(ControlClient client, string element)
    {
        try
        {
            return long.TryParse(client.Read($"{element}.{Count}").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1;
        }
        catch (ControlException)
        {
            return -1;
        }
    }
}
