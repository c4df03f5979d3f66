using System.Globalization;
using Sluice.Packets;

namespace Sluice.Cli.Generation;

/// <summary>Takes what <c>sluice generate</c> is told about sizes, protocols and ports into the generator's options.</summary>
static class TrafficOptionsReader
{
    static readonly string[] s_protocols = ["tcp", "udp", "icmp", "syn"];

    /// <summary>Reads the texts.</summary>
    /// <exception cref="CommandException">One of them is something else.</exception>
    public static TrafficOptions Read(TrafficOptions options, string sizes, IReadOnlyList<string> protocols, IReadOnlyList<ushort> ports)
    {
        try
        {
            options = options with { Sizes = PacketSizes.Parse(sizes) };
            if (ports.Count > 0)
                options = options with { DestinationPorts = ports };
            if (protocols.Count > 0)
                options = WithProtocols(options, protocols);
            options.Validate();
            return options;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new CommandException(error.Message);
        }
    }

    static TrafficOptions WithProtocols(TrafficOptions options, IReadOnlyList<string> protocols)
    {
        var weights = new Dictionary<string, int>();
        foreach (var text in protocols)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? text : text[..colon];
            var weight = 1;
            if (!s_protocols.Contains(name) || weights.ContainsKey(name)
                || (colon >= 0 && !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out weight)))
                throw new CommandException($"--protocol {text}: expected each of {string.Join(", ", s_protocols)} at most once, with a weight such as tcp:3");
            weights[name] = weight;
        }

        if (weights.ContainsKey("tcp") && weights.ContainsKey("syn"))
            throw new CommandException("--protocol: found both tcp and syn, expected one: all TCP packets have the same flags");
        var isFlood = weights.ContainsKey("syn");
        return options with
        {
            TcpWeight = weights.GetValueOrDefault(isFlood ? "syn" : "tcp"),
            UdpWeight = weights.GetValueOrDefault("udp"),
            IcmpWeight = weights.GetValueOrDefault("icmp"),
            TcpFlags = isFlood ? TcpFlags.Syn : options.TcpFlags,
        };
    }
}
