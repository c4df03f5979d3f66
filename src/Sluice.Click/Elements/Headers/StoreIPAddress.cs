using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>StoreIPAddress([ADDR,] OFFSET)</c>: writes an address, or the destination annotation, into packets. At <c>src</c> and
/// <c>dst</c> of the IP header the checksums are updated too.</summary>
sealed unsafe class StoreIPAddress : SimpleElement
{
    const int Source = -12, Destination = -16;

    static readonly ArgumentType<int> s_place = new("an offset, src or dst", static (text, scope, out value) =>
    {
        value = text == "src" ? Source : Destination;
        return text is "src" or "dst" || ArgumentTypes.Count.Parse(text, scope, out value);
    });

    IPv4Address? _address;
    int _place;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        IPv4Address? address = arguments.All.Count > 1 ? arguments.Mandatory("ADDR", ArgumentTypes.IPv4Address) : null;
        var place = arguments.Mandatory("OFFSET", s_place);
        if (arguments.Complete())
            (_address, _place) = (address, place);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var word = _address is { } address ? IPv4View.ToWord(address) : packet.DestinationWord;
        if (_place >= 0)
        {
            if (_place + sizeof(uint) <= packet.Length)
                *(uint*)(packet.Data + _place) = word;
        }
        else if (IPPart.TryGet(packet, out var ip))
        {
            AddressChange.Apply(packet, ip, _place == Source ? word : ip.SourceWord, _place == Destination ? word : ip.DestinationWord);
            if (_place == Destination)
                packet.DestinationWord = word;
        }

        return packet;
    }
}
