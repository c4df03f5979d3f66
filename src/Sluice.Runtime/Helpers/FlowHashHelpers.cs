using System.Runtime.InteropServices;
using Sluice.Packets;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Helpers;

/// <summary>bpf_get_hash_recalc: a number that is the same for all packets of a flow, and hardly ever for two flows.</summary>
/// <remarks>Linux hashes with a key drawn at boot, so its numbers differ from one boot to the next; ours do not.</remarks>
static unsafe class FlowHashHelpers
{
    const int IPv4Addresses = 12, IPv6Addresses = 8, PortsLength = 4;

    public static ulong Recalculate(Cpu cpu, ulong context, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        var skb = (SkBuff*)cpu.Context;
        if (skb->Hash == 0)
            skb->Hash = Compute(cpu.Packet.Packet);
        return skb->Hash;
    }

    static uint Compute(ReadOnlySpan<byte> packet)
    {
        var layers = PacketLayers.Parse(packet);
        var hash = (ulong)layers.NetworkType;
        if (layers.NetworkType == EtherType.IPv4 && layers.NetworkOffset >= 0)
            hash = Mix(hash, packet.Slice(layers.NetworkOffset + IPv4Addresses, 2 * IPv4Address.Size));
        else if (layers.NetworkType == EtherType.IPv6 && layers.NetworkOffset >= 0)
            hash = Mix(hash, packet.Slice(layers.NetworkOffset + IPv6Addresses, 2 * IPv6Address.Size));
        hash += (ulong)layers.Protocol;
        if (layers is { TransportOffset: >= 0, IsFragment: false, Protocol: IpProtocol.Tcp or IpProtocol.Udp })
            hash = Mix(hash, packet.Slice(layers.TransportOffset, PortsLength));

        // Zero means that there is no hash.
        return Math.Max((uint)(hash ^ (hash >> 32)), 1);
    }

    // Multiply and fold, a word at a time; the constant is 2^64 divided by the golden ratio.
    static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes))
        {
            hash = (hash ^ word) * 0x9e37_79b9_7f4a_7c15;
            hash ^= hash >> 29;
        }

        return hash;
    }
}
