using System.Runtime.InteropServices;
using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>A scenario on the same C, compiled for the host and called through a function pointer.</summary>
/// <remarks>Without the transition that lets the garbage collector run during the call: C callers have none either.</remarks>
sealed unsafe class NativeRun : IScenarioRun
{
    readonly delegate* unmanaged[SuppressGCTransition]<XdpMd*, ulong> _function;
    readonly XdpMd* _context = (XdpMd*)NativeMemory.AllocZeroed((nuint)sizeof(XdpMd));

    public NativeRun(HostLibrary library, Scenario scenario)
    {
        _function = (delegate* unmanaged[SuppressGCTransition]<XdpMd*, ulong>)library.Find(scenario.Function);
        scenario.FillNative?.Invoke(library);
    }

    // struct xdp_md of include/uapi/linux/bpf.h; what follows stays 0.
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    struct XdpMd
    {
        public uint Data, DataEnd, DataMeta;
    }

    public PacketBuffer Packet { get; } = new();

    public ulong Once()
    {
        Prepare();
        return _function(_context);
    }

    public ulong Repeat(int count)
    {
        Prepare();
        var function = _function;
        var context = _context;
        var sum = 0ul;
        for (var i = 0; i < count; i++)
            sum += function(context);
        return sum;
    }

    public ulong Repeat(int count, int offset, uint[] addresses)
    {
        Prepare();
        var function = _function;
        var context = _context;
        var sum = 0ul;
        var field = (uint*)(Packet.Data + offset);
        for (var i = 0; i < count; i++)
        {
            *field = addresses[i & (addresses.Length - 1)];
            sum += function(context);
        }

        return sum;
    }

    public void Dispose()
    {
        Packet.Dispose();
        NativeMemory.Free(_context);
    }

    void Prepare()
    {
        _context->Data = _context->DataMeta = (uint)Packet.Data;
        _context->DataEnd = (uint)Packet.DataEnd;
    }
}
