using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code.Emission;
using Sluice.Chains.Code.Lowering;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Bytecode;

/// <summary>Writes a lowered chain as bytecode of the HIKe machine: the published instructions, with r1 to r5 kept over calls.</summary>
/// <remarks>A verdict is a final value (bpf/include/sluice/verdict.h) that the chain returns: the machine ends all chains on it.</remarks>
sealed class BytecodeEmitter : CodeEmitter
{
    readonly ChainFunction _chain;
    readonly ElementIds _elements;
    readonly SortedDictionary<int, int> _charges = [];

    BytecodeEmitter(ChainFunction chain, ElementIds elements, IReadOnlyList<int> order, ImmutableArray<RegisterPlace> places)
        : base(chain, order, places) => (_chain, _elements) = (chain, elements);

    /// <summary>Generates a chain's bytecode.</summary>
    /// <exception cref="ChainCodeException">It needs more stack than a chain has.</exception>
    /// <returns>The code, and what its instructions cost the budget.</returns>
    public static (FunctionSpec Function, ImmutableArray<int> Charges) Emit(ChainFunction chain, ElementIds elements)
    {
        var order = BlockOrder.Of(chain);
        var places = RegisterAllocator.Run(chain, order, -1, static _ => false, WritesArguments);
        var emitter = new BytecodeEmitter(chain, elements, order, places);
        if (emitter.SpillBytes > VirtualAddress.StackSize)
        {
            throw new ChainCodeException(chain.Name, chain.Place, "", $"{emitter.SpillBytes} bytes of stack for variables",
                $"at most {VirtualAddress.StackSize}: use fewer variables at once");
        }

        var function = emitter.Emit(chain.Name, isGlobal: true);
        return (function, [.. Enumerable.Range(0, function.Instructions.Length).Select(slot => emitter._charges.GetValueOrDefault(slot))]);
    }

    // The machine keeps the caller's registers: only arguments put into r3 and up disturb what lives there.
    static bool WritesArguments(ChainOperation operation) => operation switch
    {
        CallFunctionOperation call => call.Arguments.Length > 1,
        CallChainOperation call => call.Arguments.Length > 1,
        _ => false,
    };

    protected override void Prologue() => MoveParameters(Enumerable.Range(0, _chain.ParameterCount)
        .Select(parameter => (Second + parameter, PlaceOf(parameter))));

    protected override void EmitFault(FaultCause cause)
    {
        if (cause == FaultCause.Budget)
        {
            // An instruction that nobody can pay.
            Charge(ChainBudget.Instructions + 1);
            Code.MoveConstant(Result, 0);
            Code.Exit();
            return;
        }

        // Between the packet's length and its first byte nothing can be read; bank 0 is no memory.
        Code.MoveConstant(First, cause == FaultCause.Packet ? VirtualAddress.PacketLength + 1 : 0);
        Code.Load(Result, First, 0, 1);
        Code.Exit();
    }

    protected override void EmitVerdict(int action)
    {
        Code.MoveConstant(Result, Native.NativeEmitter.Final | (long)action);
        Code.Exit();
    }

    protected override void EmitReturn(Operand value)
    {
        LoadTo(Result, value);
        if (!FinalValues.IsSurelyNone(_chain, value))
            ClearIfFinal();
        Code.Exit();
    }

    protected override void EmitExtend32(int target, Operand source)
    {
        LoadTo(target, source);
        Code.BinaryConstant(BinaryOperator.ShiftLeft, target, 32);
        Code.BinaryConstant(BinaryOperator.ShiftRight, target, 32);
    }

    protected override void EmitEnd() => Code.Exit();

    protected override void EmitOther(ChainOperation operation)
    {
        switch (operation)
        {
            case ChargeOperation charge:
                Charge(charge.Cost);
                break;
            case CallFunctionOperation call:
                Call(_elements.Function(call.Function), call.Arguments);
                Define(call.Destination, Result);
                break;
            case CallChainOperation call:
                Call(_elements.Chain(call.Chain), call.Arguments);
                Define(call.Destination, Result);
                break;
            default:
                throw new ArgumentException($"found {operation.GetType().Name}, expected lowered code", nameof(operation));
        }
    }

    // What is charged is paid within the block: another way to what follows owes nothing of it.
    protected override void EndBlock()
    {
        if (!_charges.ContainsKey(Code.Count))
            return;
        var next = Code.NewLabel();
        Code.JumpTo(next);
        Code.Mark(next);
    }

    void Charge(int cost) => _charges[Code.Count] = _charges.GetValueOrDefault(Code.Count) + cost;

    void Call(uint element, ImmutableArray<Operand> arguments)
    {
        ParallelMoves([.. arguments.Select((argument, at) => (Second + at, argument))]);
        Code.MoveConstant(First, element);
        Code.CallHelper(ElementCalls.Immediate(arguments.Length));
    }
}
