using Known = Sluice.Bpf.Platform.Helpers;

namespace Sluice.Runtime.Helpers;

/// <summary>The helpers that every runtime has.</summary>
public static class StandardHelpers
{
    /// <summary>All of them.</summary>
    public static HelperTable Table { get; } = new(
        new(Known.MapLookupElem, MapHelpers.Lookup),
        new(Known.MapUpdateElem, MapHelpers.Update),
        new(Known.MapDeleteElem, MapHelpers.Delete),
        new(Known.MapPushElem, MapHelpers.Push),
        new(Known.MapPopElem, MapHelpers.Pop),
        new(Known.MapPeekElem, MapHelpers.Peek),
        new(Known.MapLookupPercpuElem, MapHelpers.LookupPerCpu),
        new(Known.ForEachMapElem, MapHelpers.ForEach),

        new(Known.TailCall, ControlHelpers.TailCall),
        new(Known.Loop, ControlHelpers.Loop),
        new(Known.SpinLock, LockHelpers.Lock),
        new(Known.SpinUnlock, LockHelpers.Unlock),

        new(Known.KtimeGetNs, SystemHelpers.Ktime),
        new(Known.KtimeGetBootNs, SystemHelpers.Ktime),
        new(Known.KtimeGetCoarseNs, SystemHelpers.Ktime),
        new(Known.KtimeGetTaiNs, SystemHelpers.KtimeTai),
        new(Known.Jiffies64, SystemHelpers.Jiffies),
        new(Known.GetPrandomU32, SystemHelpers.Random),
        new(Known.GetSmpProcessorId, SystemHelpers.ProcessorId),
        new(Known.GetNumaNodeId, SystemHelpers.NumaNode),
        new(Known.Strncmp, StringHelpers.Compare),

        new(Known.RingbufOutput, RingHelpers.Output),
        new(Known.RingbufReserve, RingHelpers.Reserve),
        new(Known.RingbufSubmit, RingHelpers.Submit),
        new(Known.RingbufDiscard, RingHelpers.Discard),
        new(Known.RingbufQuery, RingHelpers.Query),
        new(Known.PerfEventOutput, RingHelpers.PerfEventOutput),

        new(Known.TimerInit, TimerHelpers.Initialise),
        new(Known.TimerSetCallback, TimerHelpers.SetCallback),
        new(Known.TimerStart, TimerHelpers.Start),
        new(Known.TimerCancel, TimerHelpers.Cancel),

        new(Known.TracePrintk, TraceHelpers.Print),
        new(Known.TraceVprintk, TraceHelpers.PrintVector),
        new(Known.Snprintf, TraceHelpers.Format),

        new(Known.CsumDiff, ChecksumHelpers.Difference),
        new(Known.L3CsumReplace, ChecksumHelpers.ReplaceLayer3),
        new(Known.L4CsumReplace, ChecksumHelpers.ReplaceLayer4),
        new(Known.CsumUpdate, ChecksumHelpers.Update),
        new(Known.CsumLevel, ChecksumHelpers.Level),

        new(Known.XdpAdjustHead, XdpHelpers.AdjustHead),
        new(Known.XdpAdjustMeta, XdpHelpers.AdjustMeta),
        new(Known.XdpAdjustTail, XdpHelpers.AdjustTail),
        new(Known.XdpLoadBytes, XdpHelpers.LoadBytes),
        new(Known.XdpStoreBytes, XdpHelpers.StoreBytes),
        new(Known.XdpGetBuffLen, XdpHelpers.GetBufferLength),

        new(Known.PacketAddSpace, ClickHelpers.AddSpace),

        new(Known.SkbLoadBytes, SkbHelpers.LoadBytes),
        new(Known.SkbLoadBytesRelative, SkbHelpers.LoadBytesRelative),
        new(Known.SkbStoreBytes, SkbHelpers.StoreBytes),
        new(Known.SkbPullData, SkbHelpers.PullData),
        new(Known.SkbChangeHead, SkbHelpers.ChangeHead),
        new(Known.SkbChangeTail, SkbHelpers.ChangeTail),
        new(Known.SkbChangeProto, SkbHelpers.ChangeProtocol),
        new(Known.SkbChangeType, SkbHelpers.ChangeType),
        new(Known.SkbAdjustRoom, SkbRoomHelpers.AdjustRoom),
        new(Known.SkbVlanPush, VlanHelpers.Push),
        new(Known.SkbVlanPop, VlanHelpers.Pop),
        new(Known.GetHashRecalc, FlowHashHelpers.Recalculate),
        new(Known.SetHash, SkbHelpers.SetHash),
        new(Known.SetHashInvalid, SkbHelpers.SetHashInvalid),

        new(Known.Redirect, RedirectHelpers.Redirect),
        new(Known.RedirectMap, RedirectHelpers.RedirectMap),
        new(Known.RedirectPeer, RedirectHelpers.RedirectPeer),
        new(Known.RedirectNeigh, RedirectHelpers.RedirectNeighbour),
        new(Known.CloneRedirect, RedirectHelpers.CloneRedirect),
        new(Known.FibLookup, FibHelpers.Lookup));
}
