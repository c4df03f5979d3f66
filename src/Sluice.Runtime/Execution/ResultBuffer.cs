using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Execution;

/// <summary>Keeps the result of a run for its thread, so that the CPU can go to another one at once.</summary>
static class ResultBuffer
{
    [ThreadStatic]
    static byte[]? s_bytes;

    /// <summary>Copies what the run left in <paramref name="cpu"/>.</summary>
    /// <returns>A result whose spans are valid until the next call on this thread.</returns>
    public static unsafe RunResult Keep(ulong returnValue, Cpu cpu)
    {
        var packet = cpu.Packet;
        var all = new ReadOnlySpan<byte>(packet.Meta, (int)(packet.DataEnd - packet.Meta));
        var bytes = s_bytes;
        if (bytes is null || bytes.Length < all.Length)
            s_bytes = bytes = new byte[Math.Max(2048, all.Length)];
        all.CopyTo(bytes);
        var metadata = (int)(packet.Data - packet.Meta);
        return new RunResult
        {
            ReturnValue = returnValue,
            Packet = bytes.AsSpan(metadata, all.Length - metadata),
            Metadata = bytes.AsSpan(0, metadata),
            Redirect = cpu.Redirect,
        };
    }
}
