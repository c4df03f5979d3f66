using Sluice.Runtime.Execution;

namespace Sluice.Bench.Programs;

/// <summary>A scenario on one engine.</summary>
interface IScenarioRun : IDisposable
{
    /// <summary>The packet that runs work on.</summary>
    PacketBuffer Packet { get; }

    /// <summary>One run.</summary>
    ulong Once();

    /// <summary>Many, over the same packet.</summary>
    ulong Repeat(int count);

    /// <summary>Many, each with the next of <paramref name="addresses"/> at <paramref name="offset"/>.</summary>
    ulong Repeat(int count, int offset, uint[] addresses);

    /// <summary>Many, over the same packet, whose context is prepared once.</summary>
    ulong RepeatPrepared(int count) => Repeat(count);
}
