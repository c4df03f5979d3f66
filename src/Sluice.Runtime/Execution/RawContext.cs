using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Execution;

/// <summary>Programs over a plain buffer: r1 is its address, r2 its length; both are 0 where there is no buffer.</summary>
public sealed unsafe class RawContext : ContextAdapter
{
    /// <summary>The adapter.</summary>
    public static readonly RawContext Instance = new();

    RawContext()
    {
    }

    /// <inheritdoc/>
    public override ProgramType Type => ProgramType.Raw;

    /// <inheritdoc/>
    public override int ContextSize => 0;

    /// <inheritdoc/>
    public override bool PassesBuffer => true;

    /// <inheritdoc/>
    public override EntryArguments Prepare(Cpu cpu, in RunContext context)
    {
        var packet = cpu.Packet;
        var length = (ulong)(packet.DataEnd - packet.Data);
        return length == 0 ? default : new((ulong)packet.Data, length);
    }
}
