using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>The helpers that enter programs and functions.</summary>
static class ControlHelpers
{
    /// <summary>The most rounds of one loop: BPF_MAX_LOOPS (include/linux/bpf_verifier.h).</summary>
    const uint MaxLoops = 8 * 1024 * 1024;

    /// <summary>bpf_loop: calls a function with the round's number until it answers 1.</summary>
    /// <returns>The rounds made, or a negated errno.</returns>
    public static ulong Loop(Cpu cpu, ulong rounds, ulong callback, ulong context, ulong flags, ulong r5)
    {
        if (flags != 0)
            return Fail(Errno.InvalidArgument);
        if ((uint)rounds > MaxLoops)
            return Fail(Errno.TooBig);
        if (CallbackTarget.Find(callback) is not { } target)
            return Fail(Errno.InvalidArgument);
        for (uint round = 0; round < (uint)rounds; round++)
        {
            if (target.Invoke(cpu, round, context) != 0)
                return round + 1;
        }

        return (uint)rounds;
    }

    /// <summary>bpf_tail_call where the engine has not put the jump itself: a call through a register. It never happens.</summary>
    public static ulong TailCall(Cpu cpu, ulong context, ulong map, ulong index, ulong r4, ulong r5) => HelperCalls.TailCallFailed;
}
