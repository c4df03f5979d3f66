using System.Globalization;
using Sluice.Packets;

namespace Sluice.Cli.Generation;

/// <summary>Takes what <c>sluice generate</c> is told about sizes, protocols and ports into the generator's options.</summary>
static class TrafficOptionsReader
{
    static readonly string[] s_protocols = ["tcp", "udp", "icmp", "syn"];

    // How the generator's messages begin, and what its options are called here.
    static readonly (string Found, string Option)[] s_names =
    [
        ($"{nameof(TrafficOptions.Flows)} is ", "--flows "), ($"{nameof(TrafficOptions.ZipfExponent)} is ", "--zipf "),
        ($"{nameof(TrafficOptions.PacketsPerSecond)} is ", "--rate "), ($"{nameof(TrafficOptions.IPv6Percent)} is ", "--ipv6 "),
        ($"{nameof(TrafficOptions.VlanId)} is ", "--vlan "), ("the sum of protocol weights is ", "--protocol: sum of weights "),
    ];

    /// <summary>Reads the texts.</summary>
    /// <exception cref="UsageException">One of them is something else.</exception>
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
        catch (FormatException error)
        {
            throw new UsageException($"--size: {error.Message.TrimEnd('.')}");
        }
        catch (ArgumentException error)
        {
            throw new UsageException(InWordsOfTheCommandLine(error.Message.TrimEnd('.')));
        }
    }

    static string InWordsOfTheCommandLine(string message) =>
        Array.Find(s_names, name => message.StartsWith(name.Found, StringComparison.Ordinal)) is { Found: { } found } name
            ? name.Option + message[found.Length..]
            : message;

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
                throw new UsageException($"--protocol {text}: expected each of {string.Join(", ", s_protocols)} at most once, with a weight such as tcp:3");
            weights[name] = weight;
        }

        if (weights.ContainsKey("tcp") && weights.ContainsKey("syn"))
            throw new UsageException("--protocol: found both tcp and syn, expected one: all TCP packets have the same flags");
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
