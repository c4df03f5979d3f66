using System.Numerics;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>Decides which webs are 32-bit locals.</summary>
/// <remarks>
/// A web may be one if its upper half is always zero, or if nothing ever looks at it. Both are assumed of all webs at first
/// and taken back where an instruction says otherwise, until nothing changes.
/// </remarks>
sealed class Widths
{
    readonly bool[] _hasZeroUpper, _needsUpper, _isNarrow;
    readonly int[] _narrowUses, _wideUses;

    /// <summary>Decides for a function.</summary>
    public Widths(CodeFunction function, OperandTable operands, ValueAnalysis analysis, Webs webs)
    {
        _hasZeroUpper = new bool[webs.Count];
        _needsUpper = new bool[webs.Count];
        _isNarrow = new bool[webs.Count];
        _narrowUses = new int[webs.Count];
        _wideUses = new int[webs.Count];
        Array.Fill(_hasZeroUpper, true);
        var arguments = webs.AtStartOf(function.Blocks[0]);
        for (var register = 1; register <= 10; register++)
        {
            if (arguments[register] >= 0 && register is <= 5 or 10)
                _hasZeroUpper[arguments[register]] = false; // The others start as zero.
        }

        var entries = function.Blocks.ConvertAll(webs.AtStartOf);
        var current = new int[analysis.VariableCount];
        for (var changed = true; changed;)
        {
            changed = false;
            Array.Clear(_narrowUses);
            Array.Clear(_wideUses);
            foreach (var block in function.Blocks)
            {
                entries[block.Index].CopyTo(current, 0);
                foreach (ref readonly var row in operands.Of(block))
                {
                    var target = row.Written >= 0 ? webs.WrittenBy(row.Instruction) : -1;
                    for (var registers = row.Registers; registers != 0; registers &= registers - 1)
                    {
                        var register = BitOperations.TrailingZeroCount(registers);
                        changed |= Use(current[register], !NeedsUpper(row.Instruction, register, target));
                    }

                    if (row.Slot >= 0)
                        changed |= Use(current[row.Slot], !NeedsUpper(row.Instruction, row.Slot, target));
                    if (target < 0)
                        continue;
                    if (_hasZeroUpper[target] && !WritesZeroUpper(row, current))
                    {
                        _hasZeroUpper[target] = false;
                        changed = true;
                    }

                    current[row.Written] = target;
                }
            }
        }

        for (var web = 0; web < webs.Count; web++)
            _isNarrow[web] = !_needsUpper[web] || (_hasZeroUpper[web] && _wideUses[web] < _narrowUses[web]);
    }

    /// <summary>Is the web a 32-bit local?</summary>
    public bool IsNarrow(int web) => _isNarrow[web];

    /// <summary>Is the upper half of the web's value always zero?</summary>
    public bool HasZeroUpper(int web) => _hasZeroUpper[web];

    /// <summary>Does anything look at the upper half?</summary>
    public bool IsUpperUsed(int web) => _needsUpper[web];

    bool Use(int web, bool isNarrow)
    {
        if (isNarrow)
        {
            _narrowUses[web]++;
            return false;
        }

        _wideUses[web]++;
        var changed = !_needsUpper[web];
        _needsUpper[web] = true;
        return changed;
    }

    bool NeedsUpper(CodeInstruction instruction, int variable, int target)
    {
        var form = instruction.Form;
        switch (instruction.Operation)
        {
            case Operation.MoveSignExtend:
                return false; // At most 32 bits of the source count.
            case Operation.ToBigEndian or Operation.ToLittleEndian or Operation.ByteSwap:
                return form.Bits == 64;
            case var _ when form.Bits == 32 && (form.IsArithmetic || form.IsConditionalJump):
                return false;
            case Operation.ShiftLeft or Operation.ShiftRight or Operation.ArithmeticShiftRight
                when variable == instruction.Source && instruction.HasSource && variable != instruction.Destination:
                return false; // Six bits of the count.
            case Operation.Move or Operation.Add or Operation.Subtract or Operation.Multiply or Operation.Or or Operation.Xor or Operation.Negate:
                return _needsUpper[target];
            case Operation.And:
                return _needsUpper[target] && (instruction.HasSource || instruction.Immediate < 0);
            case Operation.ShiftLeft when !instruction.HasSource && instruction.Immediate is >= 0 and < 32:
                return _needsUpper[target];
            case Operation.JumpSet when !instruction.HasSource && instruction.Immediate >= 0:
                return false;
            case Operation.Store when variable == instruction.Source:
                return form.Size == 8 && (target < 0 || _needsUpper[target]) || variable == instruction.Destination && target < 0;
            case Operation.Load when variable > 10:
                return form.Size == 8 && _needsUpper[target];
            case Operation.LoadSignExtend when variable > 10:
                return false;
            case Operation.LoadPacketIndirect when variable == instruction.Source && variable != 6:
                return false;
            case Operation.CallHelper when variable > 10:
                return false; // A key, 32 bits.
            case >= Operation.AtomicAdd and <= Operation.AtomicExchange when variable == instruction.Source && variable != instruction.Destination:
                return form.Size == 8;
            case Operation.AtomicCompareExchange when variable != instruction.Destination:
                return form.Size == 8;
            default:
                return true;
        }
    }

    bool WritesZeroUpper(in InstructionOperands row, int[] current)
    {
        var instruction = row.Instruction;
        var form = instruction.Form;
        var destinationIsZero = current[instruction.Destination] is >= 0 and var destination && _hasZeroUpper[destination];
        var sourceIsZero = instruction.HasSource ? current[instruction.Source] is >= 0 and var source && _hasZeroUpper[source]
            : instruction.Immediate >= 0;
        switch (instruction.Operation)
        {
            case Operation.ToBigEndian or Operation.ToLittleEndian or Operation.ByteSwap:
                return form.Bits < 64;
            case var _ when form.IsArithmetic && form.Bits == 32:
                return true;
            case Operation.LoadImmediate64:
                return (ulong)instruction.Immediate <= uint.MaxValue;
            case Operation.Load when row.Slot >= 0:
                return form.Size < 8 || (current[row.Slot] >= 0 && _hasZeroUpper[current[row.Slot]]);
            case Operation.Load or Operation.LoadAcquire:
                return form.Size < 8;
            case Operation.Store:
                return form.Size < 8 || sourceIsZero;
            case Operation.StoreImmediate:
                return form.Size < 8 || instruction.Immediate >= 0;
            case Operation.Move:
                return sourceIsZero;
            case Operation.And:
                return destinationIsZero || sourceIsZero;
            case Operation.Or or Operation.Xor:
                return destinationIsZero && sourceIsZero;
            case Operation.ShiftRight:
                return destinationIsZero || (!instruction.HasSource && (instruction.Immediate & 63) >= 32);
            case Operation.Divide or Operation.Modulo:
                return destinationIsZero;
            case >= Operation.AtomicFetchAdd and <= Operation.AtomicCompareExchange:
                return form.Size < 8;
            case Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect:
                return true;
            default:
                return false;
        }
    }
}
