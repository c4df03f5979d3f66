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
    public Widths(CodeFunction function, List<List<CodeInstruction>> blocks, ValueAnalysis analysis, Webs webs)
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

        for (var changed = true; changed;)
        {
            changed = false;
            Array.Clear(_narrowUses);
            Array.Clear(_wideUses);
            foreach (var block in function.Blocks)
            {
                var state = analysis.AtStartOf(block);
                if (!state.IsReached)
                    continue;
                var current = webs.AtStartOf(block);
                foreach (var instruction in blocks[block.Index])
                {
                    var written = Operands.Written(instruction, state, analysis);
                    var target = written >= 0 ? webs.WrittenBy(instruction) : -1;
                    Operands.Read(instruction, state, analysis, variable =>
                        changed |= Use(current[variable], !NeedsUpper(instruction, variable, state, analysis, target)));
                    if (target >= 0)
                    {
                        if (_hasZeroUpper[target] && !WritesZeroUpper(instruction, current, state, analysis))
                        {
                            _hasZeroUpper[target] = false;
                            changed = true;
                        }

                        current[written] = target;
                    }

                    analysis.Apply(instruction, state);
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

    bool NeedsUpper(CodeInstruction instruction, int variable, FlowState state, ValueAnalysis analysis, int target)
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
                return form.Size == 8 && (target < 0 || _needsUpper[target]) || variable == instruction.Destination && analysis.Slots.Find(instruction, state[variable]) < 0;
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

    bool WritesZeroUpper(CodeInstruction instruction, int[] current, FlowState state, ValueAnalysis analysis)
    {
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
            case Operation.Load when Operands.LoadedSlot(instruction, state, analysis) is >= 0 and var slot:
                return form.Size < 8 || (current[slot] >= 0 && _hasZeroUpper[current[slot]]);
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
