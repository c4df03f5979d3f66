using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Machine;

/// <summary>Writes the function by which the VM calls functions: a decision tree of direct calls.</summary>
/// <remarks>
/// A direct call of a function that is verified on its own costs about what a tail call does, but comes back, and takes
/// arguments in registers. The kernel has no indirect call; a tree of comparisons finds one of 256 in eight.
/// </remarks>
public static class FunctionDispatch
{
    const byte LoadByte = 0x71, LoadHalf = 0x69, LoadWord = 0x61, LoadDouble = 0x79, MoveConstant = 0xb7, JumpIfEqual = 0x15,
        JumpIfGreaterOrEqual = 0x35, CallFunction = 0x85, ExitOpcode = 0x95;

    const byte LocalCall = 1, Result = 0, Frame = 2, Number = 3, FirstArgument = 2;

    /// <summary>Generates it.</summary>
    /// <param name="functions">The functions by number: the symbol and the widths of the parameters in bits.</param>
    /// <returns>The function <see cref="MachineLayout.Call"/>, which takes the place of the VM's weak one.</returns>
    public static FunctionSpec Emit(IReadOnlyList<(string Symbol, ImmutableArray<int> ParameterBits)> functions)
    {
        var code = new List<BpfInstruction>();
        var relocations = ImmutableArray.CreateBuilder<Relocation>();
        // The verifier of the kernel does not know that the VM gives a frame: it wants to see that there is one.
        code.Add(new(JumpIfEqual, Frame, 0, 1, 0));
        code.Add(new(0x05, 0, 0, 2, 0));
        code.Add(new(MoveConstant, Result, 0, 0, 0));
        code.Add(new(ExitOpcode, 0, 0, 0, 0));
        Branch(functions, 0, functions.Count, code, relocations);
        return new()
        {
            Name = MachineLayout.Call,
            Section = ".text",
            IsGlobal = true,
            Instructions = [.. code],
            Relocations = relocations.ToImmutable(),
        };
    }

    static void Branch(IReadOnlyList<(string Symbol, ImmutableArray<int> ParameterBits)> functions, int first, int end,
        List<BpfInstruction> code, ImmutableArray<Relocation>.Builder relocations)
    {
        if (end - first < 1)
        {
            code.Add(new(MoveConstant, Result, 0, 0, 0));
            code.Add(new(ExitOpcode, 0, 0, 0, 0));
            return;
        }

        if (end - first == 1)
        {
            Leaf(functions[first], code, relocations);
            return;
        }

        var middle = first + (end - first) / 2;
        var jump = code.Count;
        code.Add(default);
        Branch(functions, first, middle, code, relocations);
        code[jump] = new(JumpIfGreaterOrEqual, Number, 0, (short)(code.Count - jump - 1), middle);
        Branch(functions, middle, end, code, relocations);
    }

    // The frame's register goes last: it is the first argument's.
    static void Leaf((string Symbol, ImmutableArray<int> ParameterBits) function, List<BpfInstruction> code,
        ImmutableArray<Relocation>.Builder relocations)
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
            code.Add(new(opcode, register, Frame, (short)(register * sizeof(ulong)), 0));
        }

        relocations.Add(new(code.Count, RelocationKind.Call, function.Symbol));
        code.Add(new(CallFunction, 0, LocalCall, 0, -1));
        code.Add(new(ExitOpcode, 0, 0, 0, 0));
    }
}
