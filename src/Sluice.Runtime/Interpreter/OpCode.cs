namespace Sluice.Runtime.Interpreter;

/// <summary>The operations of the interpreter, dense so that one table jump selects among them.</summary>
/// <remarks>
/// A name is composed of the instruction's operation, its width in bits and the kind of its second operand, by which the
/// decoder finds it (<see cref="OpCodes"/>).
/// </remarks>
enum OpCode : ushort
{
    Add64Register, Add64Immediate, Add32Register, Add32Immediate,

    Subtract64Register, Subtract64Immediate, Subtract32Register, Subtract32Immediate,

    Multiply64Register, Multiply64Immediate, Multiply32Register, Multiply32Immediate,

    Divide64Register, Divide64Immediate, Divide32Register, Divide32Immediate,

    SignedDivide64Register, SignedDivide64Immediate, SignedDivide32Register, SignedDivide32Immediate,

    Or64Register, Or64Immediate, Or32Register, Or32Immediate,

    And64Register, And64Immediate, And32Register, And32Immediate,

    ShiftLeft64Register, ShiftLeft64Immediate, ShiftLeft32Register, ShiftLeft32Immediate,

    ShiftRight64Register, ShiftRight64Immediate, ShiftRight32Register, ShiftRight32Immediate,

    Modulo64Register, Modulo64Immediate, Modulo32Register, Modulo32Immediate,

    SignedModulo64Register, SignedModulo64Immediate, SignedModulo32Register, SignedModulo32Immediate,

    Xor64Register, Xor64Immediate, Xor32Register, Xor32Immediate,

    Move64Register, Move64Immediate, Move32Register, Move32Immediate,

    ArithmeticShiftRight64Register, ArithmeticShiftRight64Immediate, ArithmeticShiftRight32Register,
    ArithmeticShiftRight32Immediate,

    Negate64, Negate32, MoveSignExtend64From8, MoveSignExtend64From16, MoveSignExtend64From32,
    MoveSignExtend32From8, MoveSignExtend32From16,

    ToLittleEndian16, ToLittleEndian32, ToLittleEndian64, ToBigEndian16, ToBigEndian32, ToBigEndian64, ByteSwap16,
    ByteSwap32, ByteSwap64,

    JumpEqual64Register, JumpEqual64Immediate, JumpEqual32Register, JumpEqual32Immediate, JumpGreater64Register,
    JumpGreater64Immediate, JumpGreater32Register, JumpGreater32Immediate, JumpGreaterOrEqual64Register,
    JumpGreaterOrEqual64Immediate, JumpGreaterOrEqual32Register, JumpGreaterOrEqual32Immediate, JumpSet64Register,
    JumpSet64Immediate, JumpSet32Register, JumpSet32Immediate, JumpNotEqual64Register, JumpNotEqual64Immediate,
    JumpNotEqual32Register, JumpNotEqual32Immediate, JumpSignedGreater64Register, JumpSignedGreater64Immediate,
    JumpSignedGreater32Register, JumpSignedGreater32Immediate, JumpSignedGreaterOrEqual64Register,
    JumpSignedGreaterOrEqual64Immediate, JumpSignedGreaterOrEqual32Register, JumpSignedGreaterOrEqual32Immediate,
    JumpLess64Register, JumpLess64Immediate, JumpLess32Register, JumpLess32Immediate, JumpLessOrEqual64Register,
    JumpLessOrEqual64Immediate, JumpLessOrEqual32Register, JumpLessOrEqual32Immediate, JumpSignedLess64Register,
    JumpSignedLess64Immediate, JumpSignedLess32Register, JumpSignedLess32Immediate,
    JumpSignedLessOrEqual64Register, JumpSignedLessOrEqual64Immediate, JumpSignedLessOrEqual32Register,
    JumpSignedLessOrEqual32Immediate,

    Load8, Load16, Load32, Load64, SafeLoad8, SafeLoad16, SafeLoad32, SafeLoad64, LoadSignExtend8,
    LoadSignExtend16, LoadSignExtend32, SafeLoadSignExtend8, SafeLoadSignExtend16, SafeLoadSignExtend32, Store8,
    Store16, Store32, Store64, SafeStore8, SafeStore16, SafeStore32, SafeStore64, StoreImmediate8,
    StoreImmediate16, StoreImmediate32, StoreImmediate64, SafeStoreImmediate8, SafeStoreImmediate16,
    SafeStoreImmediate32, SafeStoreImmediate64,

    AtomicAdd32, AtomicAdd64, AtomicOr32, AtomicOr64, AtomicAnd32, AtomicAnd64, AtomicXor32, AtomicXor64,
    AtomicFetchAdd32, AtomicFetchAdd64, AtomicFetchOr32, AtomicFetchOr64, AtomicFetchAnd32, AtomicFetchAnd64,
    AtomicFetchXor32, AtomicFetchXor64, AtomicExchange32, AtomicExchange64, AtomicCompareExchange32,
    AtomicCompareExchange64, LoadAcquire8, StoreRelease8, LoadAcquire16, StoreRelease16, LoadAcquire32,
    StoreRelease32, LoadAcquire64, StoreRelease64,

    // Two operations in one; see Fusion.
    MoveAddImmediate, MoveAddRegister, ShiftOr32, ShiftOr64, LoadBigEndian16, LoadBigEndian32, ZeroExtend32, SignExtend32,

    Jump, MayGoto, LoadImmediate64, CallHelper, CallLocal, CallRegister, TailCall, Exit, Unresolved,
    LoadPacketAbsolute, LoadPacketIndirect,

    // Tells whoever observes the program.
    Observe,
}
