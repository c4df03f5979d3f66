using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Machine;

/// <summary>Lets the VM call functions: puts a decision tree of direct calls in the place of each call by number.</summary>
/// <remarks>
/// The kernel has no indirect call. A direct call of a function that is verified on its own costs about what a tail call
/// does, but comes back, and takes arguments in registers; comparisons find one of 256 in eight. The tree is put into the
/// VM's own code, which saves a second call.
/// </remarks>
public static class FunctionDispatch
{
    const byte LoadByte = 0x71, LoadHalf = 0x69, LoadWord = 0x61, LoadDouble = 0x79, MoveConstant = 0xb7, JumpIfGreaterOrEqual = 0x35,
        JumpAlways = 0x05, CallFunction = 0x85, JumpIfNotNegative = 0x75, MoveRegister = 0xbf, ShiftLeft = 0x67, ShiftRight = 0x77, JumpIfNotEqual = 0x55,
        And = 0x57;

    const byte LocalCall = 1, Result = 0, Scratch = 1, Frame = 2, Number = 3, FirstArgument = 2;

    // sluice_value of bpf/include/sluice/verdict.h; most numbers are not negative.
    static readonly BpfInstruction[] s_clearIfFinal =
    [
        new(JumpIfNotNegative, Result, 0, 5, 0),
        new(MoveRegister, Scratch, Result, 0, 0),
        new(ShiftLeft, Scratch, 0, 0, 1),
        new(ShiftRight, Scratch, 0, 0, 9),
        new(JumpIfNotEqual, Scratch, 0, 1, 0),
        new(And, Result, 0, 0, 0xff),
    ];

    /// <summary>Gives a VM its functions.</summary>
    /// <param name="machine">The object of the VM.</param>
    /// <param name="functions">The functions by number.</param>
    /// <returns>The VM, which then refers to the functions; they join it by a composer.</returns>
    public static BpfObject Connect(BpfObject machine, IReadOnlyList<DispatchedFunction> functions)
    {
        var tree = new Tree(functions);
        return machine with { Functions = [.. machine.Functions.Select(function => Connect(function, tree))] };
    }

    static FunctionSpec Connect(FunctionSpec function, Tree tree) => CodeSplice.Replace(function, function.Relocations
        .Where(relocation => relocation.Kind == RelocationKind.Call && relocation.Symbol == MachineLayout.Call)
        .ToDictionary(relocation => relocation.Instruction, _ => tree.Fragment));

    /// <summary>The tree: the frame in r2, the number in r3, the context in r1; the result comes in r0.</summary>
    sealed class Tree
    {
        readonly IReadOnlyList<DispatchedFunction> _functions;
        readonly List<int> _ends = [];

        public Tree(IReadOnlyList<DispatchedFunction> functions)
        {
            _functions = functions;
            Branch(0, functions.Count);
            // Each leaf ends behind the last.
            foreach (var jump in _ends)
                Code[jump] = new(JumpAlways, 0, 0, (short)(Code.Count - jump - 1), 0);
        }

        public CodeFragment Fragment { get; } = new();

        List<BpfInstruction> Code => Fragment.Code;

        void Branch(int first, int end)
        {
            if (end - first == 0)
            {
                Code.Add(new(MoveConstant, Result, 0, 0, 0));
                return;
            }

            if (end - first == 1)
            {
                Leaf(_functions[first], isLast: end == _functions.Count);
                return;
            }

            var middle = first + (end - first) / 2;
            var jump = Code.Count;
            Code.Add(default);
            Branch(first, middle);
            Code[jump] = new(JumpIfGreaterOrEqual, Number, 0, (short)(Code.Count - jump - 1), middle);
            Branch(middle, end);
        }

        // The frame's register goes last: it is the first argument's.
        void Leaf(DispatchedFunction function, bool isLast)
        {
            for (var parameter = function.ParameterBits.Length - 1; parameter >= 0; parameter--)
            {
                var opcode = function.ParameterBits[parameter] switch
                {
                    8 => LoadByte,
                    16 => LoadHalf,
                    32 => LoadWord,
                    _ => LoadDouble,
                };
                var register = (byte)(FirstArgument + parameter);
                Code.Add(new(opcode, register, Frame, (short)(register * sizeof(ulong)), 0));
            }

            Fragment.Relocations.Add(new(Code.Count, RelocationKind.Call, function.Symbol));
            Code.Add(new(CallFunction, 0, LocalCall, 0, -1));
            if (function.IsValue)
                Code.AddRange(s_clearIfFinal);
            if (isLast)
                return;
            _ends.Add(Code.Count);
            Code.Add(default);
        }
    }
}
