using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Contexts;

/// <summary>Keeps <c>struct __sk_buff</c> in step with the packet.</summary>
static unsafe class SkbContext
{
    /// <summary>Writes the packet's ends and length into the context.</summary>
    /// <returns>Success, so that helpers can end with it.</returns>
    public static ulong Publish(Cpu cpu)
    {
        var skb = (SkBuff*)cpu.Context;
        var packet = cpu.Packet;
        skb->Data = (uint)packet.Data;
        skb->DataEnd = (uint)packet.DataEnd;
        skb->DataMeta = (uint)packet.Meta;
        skb->Length = (uint)(packet.DataEnd - packet.Data);
        return Success;
    }
}
