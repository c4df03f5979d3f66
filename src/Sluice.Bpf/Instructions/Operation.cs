namespace Sluice.Bpf.Instructions;

/// <summary>What an instruction does, whatever its width and the kind of its operands.</summary>
/// <remarks>RFC 9669 sections 4 and 5; the kernel's include/uapi/linux/bpf.h for what the RFC leaves to platforms.</remarks>
public enum Operation : byte
{
#pragma warning disable CS1591 // Each name is the RFC's.
    Add, Subtract, Multiply, Divide, SignedDivide, Or, And, ShiftLeft, ShiftRight, Negate, Modulo, SignedModulo, Xor,
    Move, MoveSignExtend, ArithmeticShiftRight, ToLittleEndian, ToBigEndian, ByteSwap,

    Jump, JumpEqual, JumpGreater, JumpGreaterOrEqual, JumpSet, JumpNotEqual, JumpSignedGreater,
    JumpSignedGreaterOrEqual, JumpLess, JumpLessOrEqual, JumpSignedLess, JumpSignedLessOrEqual, MayGoto,
    CallHelper, CallLocal, CallKernelFunction, CallRegister, Exit,

    Load, LoadSignExtend, Store, StoreImmediate,
    AtomicAdd, AtomicOr, AtomicAnd, AtomicXor, AtomicFetchAdd, AtomicFetchOr, AtomicFetchAnd, AtomicFetchXor,
    AtomicExchange, AtomicCompareExchange, LoadAcquire, StoreRelease,

    LoadImmediate64, LoadMapByDescriptor, LoadMapValueByDescriptor, LoadVariable, LoadFunction, LoadMapByIndex,
    LoadMapValueByIndex,

    LoadPacketAbsolute, LoadPacketIndirect,

    AddressSpaceCast,
#pragma warning restore CS1591
}
