using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPGWOptions(MYADDR)</c>: does what a router does with IP options: Record Route and Timestamp (RFC 791, section 3.1; RFC 1812,
/// section 4.2.2.2). Packets with options that make no sense leave at output 1, where the wrong byte is in an annotation.</summary>
sealed unsafe class IPGWOptions : BatchElement
{
    const int EndOfOptions = 0, NoOperation = 1, RecordRoute = 7, InternetTimestamp = 68;

    /// <summary>Every option was fine, and none of them changed.</summary>
    const int Untouched = -1;

    /// <summary>Every option is fine, and the checksum is to be computed anew.</summary>
    const int Changed = -2;

    uint _address;
    uint[] _addresses = [];
    long _drops;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var address = arguments.Mandatory("MYADDR", ArgumentTypes.IPv4Address);
        var others = arguments.Optional("OTHERADDRS", AddressLists.Addresses, []);
        if (!arguments.Complete())
            return;
        _address = IPv4View.ToWord(address);
        _addresses = [_address, .. others.Select(IPv4View.ToWord)];
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => _drops, "packets with wrong options");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (!IPPart.TryGet(packet, out var ip) || ip.HeaderLength == IPv4View.MinSize)
            {
                done.Append(packet);
                continue;
            }

            var problem = Walk(ip);
            if (problem >= 0)
            {
                _drops++;
                packet.Annotations[Packets.Annotations.IcmpParameterProblem.Offset] = (byte)problem;
                PushOrKill(1, packet);
                continue;
            }

            if (problem == Changed)
                ip.SetChecksum();
            done.Append(packet);
        }

        return done;
    }

    /// <summary>Goes through the options.</summary>
    /// <returns><see cref="Untouched"/>, <see cref="Changed"/>, or the offset in the header of a byte that is wrong.</returns>
    int Walk(IPv4View ip)
    {
        var result = Untouched;
        var length = ip.HeaderLength;
        for (var at = IPv4View.MinSize; at < length;)
        {
            var type = ip.Start[at];
            if (type == EndOfOptions)
                break;
            if (type == NoOperation)
            {
                at++;
                continue;
            }

            if (at + 1 >= length || ip.Start[at + 1] < 2 || at + ip.Start[at + 1] > length)
                return at + 1;
            var option = new Span<byte>(ip.Start + at, ip.Start[at + 1]);
            var problem = type == RecordRoute ? Record(option) : type == InternetTimestamp ? Stamp(option) : Untouched;
            if (problem >= 0)
                return at + problem;
            if (problem == Changed)
                result = Changed;
            at += option.Length;
        }

        return result;
    }

    /// <summary>Writes this router's address where the option's pointer says (RFC 791: it counts from 1).</summary>
    int Record(Span<byte> option)
    {
        if (option.Length < 3)
            return 1;
        int pointer = option[2];
        if (pointer < 4)
            return 2;
        if (pointer > option.Length)
            return Untouched;
        if (pointer + 3 > option.Length)
            return 2;
        WriteWord(option, pointer - 1, _address);
        option[2] += sizeof(uint);
        return Changed;
    }

    /// <summary>Writes the time, alone, with the address, or behind this router's address when the sender put it there.</summary>
    int Stamp(Span<byte> option)
    {
        const int timesOnly = 0, withAddress = 1, prespecified = 3;
        if (option.Length < 4)
            return 1;
        int pointer = option[2];
        if (pointer < 5)
            return 2;
        var kind = option[3] & 15;
        if (kind is not (timesOnly or withAddress or prespecified))
            return 3;
        if (pointer > option.Length)
        {
            // Full: the count of those who found it so, in four bits.
            if (option[3] >> 4 == 15)
                return 3;
            option[3] += 16;
            return Changed;
        }

        var size = kind == timesOnly ? 4 : 8;
        if (pointer - 1 + size > option.Length)
            return 2;
        if (kind == prespecified && !_addresses.AsSpan().Contains(BitConverter.ToUInt32(option[(pointer - 1)..])))
            return Untouched;
        if (kind == withAddress)
            WriteWord(option, pointer - 1, _address);
        const long millisecond = 1_000_000, day = 86_400_000;
        var time = (uint)(Clock.Now / millisecond % day);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(option[(pointer - 1 + size - 4)..], time);
        option[2] += (byte)size;
        return Changed;
    }

    static void WriteWord(Span<byte> option, int offset, uint word) => BitConverter.TryWriteBytes(option[offset..], word);
}
