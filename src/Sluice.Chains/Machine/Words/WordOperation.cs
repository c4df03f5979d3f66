namespace Sluice.Chains.Machine.Words;

/// <summary>What a word does: <c>enum sluice_vm_operation</c> of bpf/vm/vm.h, in the same order.</summary>
public enum WordOperation : byte
{
#pragma warning disable CS1591 // vm.h says each.
    Call, Call1, Call2, Equal, Move, Exit, Jump, Add, And, Load8, Load16, Load32, Load64, Greater, GreaterOrEqual,
    SignedGreater, SignedGreaterOrEqual, AnyBit, Swap16, Swap32, Swap64, ShiftLeft, ShiftRight, ShiftArithmetic, Or, Xor,
    Subtract, Multiply, Divide, Modulo, Store8, Store16, Store32, Store64, CallChain, ClearStack, Fault,
#pragma warning restore CS1591
}
