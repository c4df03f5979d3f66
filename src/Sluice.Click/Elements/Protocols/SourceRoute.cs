using Sluice.Click.Elements.Headers;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary>Source routes in IP options (RFC 791, section 3.1).</summary>
static unsafe class SourceRoute
{
    const byte Loose = 131, Strict = 137;
    const int FirstPointer = 4;

    /// <summary>Writes the source route option that leads back over the routers that a packet's source route has recorded.</summary>
    /// <returns>Bytes of options written, with padding; 0 where there is no such route.</returns>
    public static int Reverse(IPv4View ip, Span<byte> options)
    {
        for (var at = IPv4View.MinSize; at < ip.HeaderLength && ip.Start[at] != 0;)
        {
            if (ip.Start[at] == 1)
            {
                at++;
                continue;
            }

            var length = at + 1 < ip.HeaderLength ? ip.Start[at + 1] : 0;
            if (length < 2 || at + length > ip.HeaderLength)
                return 0;
            if (ip.Start[at] is Loose or Strict)
                return Reverse(new ReadOnlySpan<byte>(ip.Start + at, length), options);
            at += length;
        }

        return 0;
    }

    /// <summary>Takes the first router out of a route: it is where the packet goes first, and the destination becomes the last.</summary>
    public static IPv4Address TakeFirstHop(Span<byte> option, IPv4Address destination)
    {
        var addresses = option[3..option[1]];
        var first = IPv4Address.Read(addresses);
        addresses[4..].CopyTo(addresses);
        destination.WriteTo(addresses[^4..]);
        return first;
    }

    static int Reverse(ReadOnlySpan<byte> option, Span<byte> options)
    {
        if (option.Length < 3 || option[2] < FirstPointer || (option[2] - FirstPointer) % 4 != 0 || option[2] - 1 > option.Length)
            return 0;
        var recorded = option[3..(option[2] - 1)];
        if (recorded.Length == 0)
            return 0;
        options.Clear();
        options[0] = option[0];
        options[1] = (byte)(3 + recorded.Length);
        options[2] = FirstPointer;
        for (var i = 0; i < recorded.Length; i += 4)
            recorded.Slice(recorded.Length - 4 - i, 4).CopyTo(options[(3 + i)..]);
        return 3 + recorded.Length + 3 & ~3;
    }
}
