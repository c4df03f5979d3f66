using Sluice.Bench.Programs;
using Sluice.Runtime.Execution;

namespace Sluice.KernelBench;

/// <summary>An example compiled for this machine, with maps and helpers of native/bpf/bpf_helpers.h.</summary>
sealed unsafe class NativeExample : IDisposable
{
    readonly HostLibrary _library;
    readonly delegate* unmanaged[SuppressGCTransition]<uint*, int> _function;
    readonly PacketBuffer _packet = new();

    NativeExample(HostLibrary library, string function)
    {
        _library = library;
        _function = (delegate* unmanaged[SuppressGCTransition]<uint*, int>)library.Find(function);
    }

    /// <summary>Compiles it; null where the example does what the header cannot stand in for, or there is no clang.</summary>
    public static NativeExample? TryCompile(Example example)
    {
        try
        {
            var headers = Path.Combine(Environment.CurrentDirectory, "bench", "Sluice.KernelBench", "native");
            return new(new([example.Source], "-w", "-I", headers), example.Program);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Runs it over a packet, again and again.</summary>
    public void Repeat(byte[] packet, int count)
    {
        _packet.Load(packet, 0);
        // struct xdp_md: data, data_end, data_meta and what is not looked at.
        var context = stackalloc uint[6];
        context[0] = context[2] = (uint)_packet.Data;
        context[1] = (uint)_packet.DataEnd;
        for (var i = 0; i < count; i++)
            _ = _function(context);
    }

    public void Dispose()
    {
        _packet.Dispose();
        _library.Dispose();
    }
}
