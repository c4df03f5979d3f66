using Sluice.Bpf.Platform;
using Sluice.Runtime.Contexts;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>What the programs of Click's elements may call besides.</summary>
static unsafe class ClickHelpers
{
    /// <summary>bpf_packet_add_space: makes the packet longer or shorter at its ends.</summary>
    /// <remarks>A header that is taken off is what most calls are for: that only moves where the packet begins.</remarks>
    public static ulong AddSpace(Cpu cpu, ulong head, ulong tail, ulong r3, ulong r4, ulong r5)
    {
        var packet = cpu.Packet;
        var (front, back) = ((int)head, (int)tail);
        if (back == 0 && front <= 0)
        {
            var data = packet.Data - front;
            if (data > packet.DataEnd)
                return Fail(Errno.InvalidArgument);
            packet.Data = packet.Meta = data;
            ((ClickMd*)cpu.Context)->Data = (ulong)data;
            return Success;
        }

        if (!packet.TryAddSpace(front, back))
            return Fail(front < 0 || back < 0 ? Errno.InvalidArgument : Errno.NoSpace);
        ClickContext.Publish(cpu);
        return Success;
    }
}
