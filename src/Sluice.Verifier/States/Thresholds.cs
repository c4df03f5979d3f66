using Sluice.Bpf.Instructions;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.States;

/// <summary>Where bounds stop on their way when they are widened: the program's constants and their neighbours, ascending.</summary>
sealed class Thresholds
{
    static readonly long[] s_common = [int.MinValue, -1, 0, 1, byte.MaxValue, ushort.MaxValue, int.MaxValue, uint.MaxValue];

    readonly long[][] _ofRegisters;

    Thresholds(long[] all, long[][] ofRegisters) => (All, _ofRegisters) = (all, ofRegisters);

    /// <summary>The constants that the program compares with or computes with.</summary>
    public long[] All { get; }

    /// <summary>The bounds of types.</summary>
    public static long[] Common => s_common;

    /// <summary>Those that a register is compared with.</summary>
    public long[] OfRegister(int register) => _ofRegisters[register];

    /// <summary>Gathers them.</summary>
    public static Thresholds Of(ProgramCode code)
    {
        var all = new SortedSet<long>(s_common);
        var registers = new SortedSet<long>[AbstractState.RegisterCount];
        for (var register = 0; register < registers.Length; register++)
            registers[register] = new(s_common);
        for (var slot = 0; slot < code.Forms.Length; slot++)
        {
            if (code.Forms[slot] is not { } form || (form.Uses & Fields.Immediate) == 0)
                continue;
            if (!form.IsConditionalJump && form.Operation is not (Operation.Move or Operation.And))
                continue;
            long immediate = code.Instructions[slot].Immediate;
            long[] around = [immediate - 1, immediate, immediate + 1];
            all.UnionWith(around);
            if (form.IsConditionalJump)
                registers[code.Instructions[slot].Destination].UnionWith(around);
        }

        return new([.. all], [.. registers.Select(set => set.ToArray())]);
    }
}
