using System.Numerics;
using Sluice.Bpf.Instructions;

namespace Sluice.Chains.Machine.Words;

/// <summary>Which registers of a chain are needed where: bit sets of r0 to r10 for every slot.</summary>
/// <remarks>
/// Frames are not cleared for every packet: a chain that reads a register which it has not written on every way there is
/// refused, and none sees what another packet has left.
/// </remarks>
sealed class RegisterFlow
{
    const int All = (1 << 11) - 1, FramePointer = 1 << 10;

    readonly string _chain;
    readonly BpfInstruction[] _code;
    readonly int[] _live;

    /// <summary>Follows the registers of a chain.</summary>
    /// <param name="chain">Its name.</param>
    /// <param name="code">Its instructions, all of which the machine knows, with jumps that stay within.</param>
    /// <param name="parameters">How many arguments it takes: they arrive in r2 and the following, r1 has its number.</param>
    /// <exception cref="WordCodeException">A register is read that may not have been written.</exception>
    public RegisterFlow(string chain, BpfInstruction[] code, int parameters)
    {
        (_chain, _code, _live) = (chain, code, new int[code.Length + 1]);
        FollowBackwards();
        RequireWritten(FramePointer | ((1 << parameters + 1) - 1) << 1);
    }

    /// <summary>The registers whose values are still needed when <paramref name="slot"/> begins.</summary>
    public int LiveAt(int slot) => _live[slot];

    /// <summary>The slots that may follow <paramref name="slot"/>.</summary>
    public static (int First, int Second) Next(BpfInstruction[] code, int slot)
    {
        var form = InstructionSet.Find(code[slot])!;
        return form.Operation switch
        {
            Operation.Exit => (-1, -1),
            Operation.Jump => (slot + 1 + code[slot].Offset, -1),
            _ when form.IsConditionalJump => (slot + 1, slot + 1 + code[slot].Offset),
            _ => (slot + form.Slots, -1),
        };
    }

    /// <summary>The registers that an instruction reads.</summary>
    public static int Reads(BpfInstruction instruction)
    {
        var form = InstructionSet.Find(instruction)!;
        var source = form.HasSourceRegister ? 1 << instruction.Source : 0;
        var destination = 1 << instruction.Destination;
        return form.Operation switch
        {
            Operation.Move => source,
            Operation.LoadImmediate64 or Operation.Jump => 0,
            Operation.Exit => 1,
            Operation.CallHelper => (2 << ElementCalls.Registers(instruction.Immediate)) - 2,
            Operation.Load => source,
            _ => source | destination,
        };
    }

    /// <summary>The registers that an instruction writes.</summary>
    public static int Writes(BpfInstruction instruction)
    {
        var form = InstructionSet.Find(instruction)!;
        return form.Operation == Operation.CallHelper ? 1 : form.Writes == Fields.Destination ? 1 << instruction.Destination : 0;
    }

    void FollowBackwards()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var slot = _code.Length - 1; slot >= 0; slot--)
            {
                if (slot > 0 && _code[slot - 1].IsWide)
                    continue;
                var (first, second) = Next(_code, slot);
                var after = (first < 0 ? 0 : _live[first]) | (second < 0 ? 0 : _live[second]);
                var live = after & ~Writes(_code[slot]) | Reads(_code[slot]);
                changed |= live != _live[slot];
                _live[slot] = live;
            }
        }
    }

    void RequireWritten(int atEntry)
    {
        var written = new int[_code.Length];
        Array.Fill(written, All + 1 | All);
        var pending = new Queue<int>([0]);
        written[0] = atEntry;
        while (pending.TryDequeue(out var slot))
        {
            var missing = Reads(_code[slot]) & ~written[slot];
            if (missing != 0)
            {
                throw new WordCodeException(_chain, slot, $"r{BitOperations.TrailingZeroCount(missing)} read",
                    "it written on every way there (frames keep nothing from packet to packet)");
            }

            var after = written[slot] & All | Writes(_code[slot]);
            var (first, second) = Next(_code, slot);
            foreach (var next in new[] { first, second })
            {
                if (next < 0)
                    continue;
                var merged = written[next] > All ? after : written[next] & after;
                if (merged == written[next])
                    continue;
                written[next] = merged;
                pending.Enqueue(next);
            }
        }
    }
}
