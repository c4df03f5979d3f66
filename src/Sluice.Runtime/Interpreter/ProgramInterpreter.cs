using System.Buffers.Binary;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Interpreter;

/// <summary>Runs decoded programs one operation at a time, with the sandbox's checks.</summary>
/// <remarks>
/// Relies on <see cref="ProgramPreparation"/>: every operation and every jump target exists. The quick check of an access is
/// one comparison with the packet; whatever misses it asks <see cref="MemoryGuard"/>.
/// </remarks>
static unsafe class ProgramInterpreter
{
    const int RegisterCount = 11;

    /// <summary>Runs a function and what it calls.</summary>
    /// <param name="code">The program.</param>
    /// <param name="cpu">Where.</param>
    /// <param name="function">The function that is entered.</param>
    /// <param name="frame">Its r10.</param>
    /// <param name="arguments">r1 to r5.</param>
    /// <exception cref="BpfFaultException">The program did what it may not.</exception>
    public static ulong Run(DecodedProgram code, Cpu cpu, int function, byte* frame, in CallArguments arguments)
    {
        var windows = stackalloc ulong[RegisterCount * Cpu.MaxFrames];
        var returns = stackalloc DecodedOp*[Cpu.MaxFrames];
        var mayGoto = stackalloc int[Cpu.MaxFrames];
        mayGoto[0] = ProgramCode.MayGotoLimit;
        var owner = cpu.Program;
        var depth = 0;
        var r = windows;
        new Span<ulong>(r, RegisterCount).Clear();
        r[1] = arguments.R1;
        r[2] = arguments.R2;
        r[3] = arguments.R3;
        r[4] = arguments.R4;
        r[5] = arguments.R5;
        r[10] = (ulong)frame;
        var ip = code.Ops + code.Code.Functions[function].Start;
        var budget = cpu.Budget;
        var (packet, packetLimit) = PacketBounds(cpu);
        ulong address;

        while (true)
        {
            var op = ip++;
            switch (op->Code)
            {
                case OpCode.Add64Register:
                    r[op->Destination] = r[op->Destination] + r[op->Source];
                    continue;
                case OpCode.Add64Immediate:
                    r[op->Destination] = r[op->Destination] + (ulong)op->Immediate;
                    continue;
                case OpCode.Add32Register:
                    r[op->Destination] = (uint)r[op->Destination] + (uint)r[op->Source];
                    continue;
                case OpCode.Add32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] + (uint)op->Immediate;
                    continue;
                case OpCode.Subtract64Register:
                    r[op->Destination] = r[op->Destination] - r[op->Source];
                    continue;
                case OpCode.Subtract64Immediate:
                    r[op->Destination] = r[op->Destination] - (ulong)op->Immediate;
                    continue;
                case OpCode.Subtract32Register:
                    r[op->Destination] = (uint)r[op->Destination] - (uint)r[op->Source];
                    continue;
                case OpCode.Subtract32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] - (uint)op->Immediate;
                    continue;
                case OpCode.Multiply64Register:
                    r[op->Destination] = r[op->Destination] * r[op->Source];
                    continue;
                case OpCode.Multiply64Immediate:
                    r[op->Destination] = r[op->Destination] * (ulong)op->Immediate;
                    continue;
                case OpCode.Multiply32Register:
                    r[op->Destination] = (uint)r[op->Destination] * (uint)r[op->Source];
                    continue;
                case OpCode.Multiply32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] * (uint)op->Immediate;
                    continue;
                case OpCode.Divide64Register:
                    r[op->Destination] = Arithmetic.Divide(r[op->Destination], r[op->Source]);
                    continue;
                case OpCode.Divide64Immediate:
                    r[op->Destination] = Arithmetic.Divide(r[op->Destination], (ulong)op->Immediate);
                    continue;
                case OpCode.Divide32Register:
                    r[op->Destination] = Arithmetic.Divide((uint)r[op->Destination], (uint)r[op->Source]);
                    continue;
                case OpCode.Divide32Immediate:
                    r[op->Destination] = Arithmetic.Divide((uint)r[op->Destination], (uint)op->Immediate);
                    continue;
                case OpCode.SignedDivide64Register:
                    r[op->Destination] = (ulong)Arithmetic.Divide((long)r[op->Destination], (long)r[op->Source]);
                    continue;
                case OpCode.SignedDivide64Immediate:
                    r[op->Destination] = (ulong)Arithmetic.Divide((long)r[op->Destination], (long)op->Immediate);
                    continue;
                case OpCode.SignedDivide32Register:
                    r[op->Destination] = (uint)Arithmetic.Divide((int)r[op->Destination], (int)r[op->Source]);
                    continue;
                case OpCode.SignedDivide32Immediate:
                    r[op->Destination] = (uint)Arithmetic.Divide((int)r[op->Destination], (int)op->Immediate);
                    continue;
                case OpCode.Or64Register:
                    r[op->Destination] = r[op->Destination] | r[op->Source];
                    continue;
                case OpCode.Or64Immediate:
                    r[op->Destination] = r[op->Destination] | (ulong)op->Immediate;
                    continue;
                case OpCode.Or32Register:
                    r[op->Destination] = (uint)r[op->Destination] | (uint)r[op->Source];
                    continue;
                case OpCode.Or32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] | (uint)op->Immediate;
                    continue;
                case OpCode.And64Register:
                    r[op->Destination] = r[op->Destination] & r[op->Source];
                    continue;
                case OpCode.And64Immediate:
                    r[op->Destination] = r[op->Destination] & (ulong)op->Immediate;
                    continue;
                case OpCode.And32Register:
                    r[op->Destination] = (uint)r[op->Destination] & (uint)r[op->Source];
                    continue;
                case OpCode.And32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] & (uint)op->Immediate;
                    continue;
                case OpCode.ShiftLeft64Register:
                    r[op->Destination] = r[op->Destination] << (int)r[op->Source];
                    continue;
                case OpCode.ShiftLeft64Immediate:
                    r[op->Destination] = r[op->Destination] << (int)(ulong)op->Immediate;
                    continue;
                case OpCode.ShiftLeft32Register:
                    r[op->Destination] = (uint)r[op->Destination] << (int)(uint)r[op->Source];
                    continue;
                case OpCode.ShiftLeft32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] << (int)(uint)op->Immediate;
                    continue;
                case OpCode.ShiftRight64Register:
                    r[op->Destination] = r[op->Destination] >> (int)r[op->Source];
                    continue;
                case OpCode.ShiftRight64Immediate:
                    r[op->Destination] = r[op->Destination] >> (int)(ulong)op->Immediate;
                    continue;
                case OpCode.ShiftRight32Register:
                    r[op->Destination] = (uint)r[op->Destination] >> (int)(uint)r[op->Source];
                    continue;
                case OpCode.ShiftRight32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] >> (int)(uint)op->Immediate;
                    continue;
                case OpCode.Modulo64Register:
                    r[op->Destination] = Arithmetic.Modulo(r[op->Destination], r[op->Source]);
                    continue;
                case OpCode.Modulo64Immediate:
                    r[op->Destination] = Arithmetic.Modulo(r[op->Destination], (ulong)op->Immediate);
                    continue;
                case OpCode.Modulo32Register:
                    r[op->Destination] = Arithmetic.Modulo((uint)r[op->Destination], (uint)r[op->Source]);
                    continue;
                case OpCode.Modulo32Immediate:
                    r[op->Destination] = Arithmetic.Modulo((uint)r[op->Destination], (uint)op->Immediate);
                    continue;
                case OpCode.SignedModulo64Register:
                    r[op->Destination] = (ulong)Arithmetic.Modulo((long)r[op->Destination], (long)r[op->Source]);
                    continue;
                case OpCode.SignedModulo64Immediate:
                    r[op->Destination] = (ulong)Arithmetic.Modulo((long)r[op->Destination], (long)op->Immediate);
                    continue;
                case OpCode.SignedModulo32Register:
                    r[op->Destination] = (uint)Arithmetic.Modulo((int)r[op->Destination], (int)r[op->Source]);
                    continue;
                case OpCode.SignedModulo32Immediate:
                    r[op->Destination] = (uint)Arithmetic.Modulo((int)r[op->Destination], (int)op->Immediate);
                    continue;
                case OpCode.Xor64Register:
                    r[op->Destination] = r[op->Destination] ^ r[op->Source];
                    continue;
                case OpCode.Xor64Immediate:
                    r[op->Destination] = r[op->Destination] ^ (ulong)op->Immediate;
                    continue;
                case OpCode.Xor32Register:
                    r[op->Destination] = (uint)r[op->Destination] ^ (uint)r[op->Source];
                    continue;
                case OpCode.Xor32Immediate:
                    r[op->Destination] = (uint)r[op->Destination] ^ (uint)op->Immediate;
                    continue;
                case OpCode.Move64Register:
                    r[op->Destination] = r[op->Source];
                    continue;
                case OpCode.Move64Immediate:
                    r[op->Destination] = (ulong)op->Immediate;
                    continue;
                case OpCode.Move32Register:
                    r[op->Destination] = (uint)r[op->Source];
                    continue;
                case OpCode.Move32Immediate:
                    r[op->Destination] = (uint)op->Immediate;
                    continue;
                case OpCode.ArithmeticShiftRight64Register:
                    r[op->Destination] = (ulong)((long)r[op->Destination] >> (int)r[op->Source]);
                    continue;
                case OpCode.ArithmeticShiftRight64Immediate:
                    r[op->Destination] = (ulong)((long)r[op->Destination] >> (int)(ulong)op->Immediate);
                    continue;
                case OpCode.ArithmeticShiftRight32Register:
                    r[op->Destination] = (uint)((int)r[op->Destination] >> (int)r[op->Source]);
                    continue;
                case OpCode.ArithmeticShiftRight32Immediate:
                    r[op->Destination] = (uint)((int)r[op->Destination] >> (int)(ulong)op->Immediate);
                    continue;
                case OpCode.Negate64:
                    r[op->Destination] = 0 - r[op->Destination];
                    continue;
                case OpCode.Negate32:
                    r[op->Destination] = 0 - (uint)r[op->Destination];
                    continue;
                case OpCode.MoveSignExtend64From8:
                    r[op->Destination] = (ulong)(sbyte)r[op->Source];
                    continue;
                case OpCode.MoveSignExtend64From16:
                    r[op->Destination] = (ulong)(short)r[op->Source];
                    continue;
                case OpCode.MoveSignExtend64From32:
                    r[op->Destination] = (ulong)(int)r[op->Source];
                    continue;
                case OpCode.MoveSignExtend32From8:
                    r[op->Destination] = (uint)(sbyte)r[op->Source];
                    continue;
                case OpCode.MoveSignExtend32From16:
                    r[op->Destination] = (uint)(short)r[op->Source];
                    continue;
                case OpCode.ToLittleEndian16:
                    r[op->Destination] = (ushort)r[op->Destination];
                    continue;
                case OpCode.ToLittleEndian32:
                    r[op->Destination] = (uint)r[op->Destination];
                    continue;
                case OpCode.ToLittleEndian64:
                    continue;
                case OpCode.ToBigEndian16:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[op->Destination]);
                    continue;
                case OpCode.ToBigEndian32:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness((uint)r[op->Destination]);
                    continue;
                case OpCode.ToBigEndian64:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness(r[op->Destination]);
                    continue;
                case OpCode.ByteSwap16:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[op->Destination]);
                    continue;
                case OpCode.ByteSwap32:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness((uint)r[op->Destination]);
                    continue;
                case OpCode.ByteSwap64:
                    r[op->Destination] = BinaryPrimitives.ReverseEndianness(r[op->Destination]);
                    continue;
                case OpCode.JumpEqual64Register:
                    if (r[op->Destination] == r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpEqual64Immediate:
                    if (r[op->Destination] == (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpEqual32Register:
                    if ((uint)r[op->Destination] == (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpEqual32Immediate:
                    if ((uint)r[op->Destination] == (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreater64Register:
                    if (r[op->Destination] > r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreater64Immediate:
                    if (r[op->Destination] > (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreater32Register:
                    if ((uint)r[op->Destination] > (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreater32Immediate:
                    if ((uint)r[op->Destination] > (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual64Register:
                    if (r[op->Destination] >= r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual64Immediate:
                    if (r[op->Destination] >= (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual32Register:
                    if ((uint)r[op->Destination] >= (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual32Immediate:
                    if ((uint)r[op->Destination] >= (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSet64Register:
                    if ((r[op->Destination] & r[op->Source]) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet64Immediate:
                    if ((r[op->Destination] & (ulong)op->Immediate) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet32Register:
                    if (((uint)r[op->Destination] & (uint)r[op->Source]) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet32Immediate:
                    if (((uint)r[op->Destination] & (uint)op->Immediate) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual64Register:
                    if (r[op->Destination] != r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual64Immediate:
                    if (r[op->Destination] != (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual32Register:
                    if ((uint)r[op->Destination] != (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual32Immediate:
                    if ((uint)r[op->Destination] != (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater64Register:
                    if ((long)r[op->Destination] > (long)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater64Immediate:
                    if ((long)r[op->Destination] > op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater32Register:
                    if ((int)r[op->Destination] > (int)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater32Immediate:
                    if ((int)r[op->Destination] > (int)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual64Register:
                    if ((long)r[op->Destination] >= (long)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual64Immediate:
                    if ((long)r[op->Destination] >= op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual32Register:
                    if ((int)r[op->Destination] >= (int)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual32Immediate:
                    if ((int)r[op->Destination] >= (int)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLess64Register:
                    if (r[op->Destination] < r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpLess64Immediate:
                    if (r[op->Destination] < (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLess32Register:
                    if ((uint)r[op->Destination] < (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpLess32Immediate:
                    if ((uint)r[op->Destination] < (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual64Register:
                    if (r[op->Destination] <= r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual64Immediate:
                    if (r[op->Destination] <= (ulong)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual32Register:
                    if ((uint)r[op->Destination] <= (uint)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual32Immediate:
                    if ((uint)r[op->Destination] <= (uint)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess64Register:
                    if ((long)r[op->Destination] < (long)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess64Immediate:
                    if ((long)r[op->Destination] < op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess32Register:
                    if ((int)r[op->Destination] < (int)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess32Immediate:
                    if ((int)r[op->Destination] < (int)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual64Register:
                    if ((long)r[op->Destination] <= (long)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual64Immediate:
                    if ((long)r[op->Destination] <= op->Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual32Register:
                    if ((int)r[op->Destination] <= (int)r[op->Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual32Immediate:
                    if ((int)r[op->Destination] <= (int)op->Immediate)
                        goto jump;
                    continue;
                case OpCode.Load8:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 1, false, op, code);
                    r[op->Destination] = *(byte*)address;
                    continue;
                case OpCode.Load16:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 2, false, op, code);
                    r[op->Destination] = *(ushort*)address;
                    continue;
                case OpCode.Load32:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 4, false, op, code);
                    r[op->Destination] = *(uint*)address;
                    continue;
                case OpCode.Load64:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 8, false, op, code);
                    r[op->Destination] = *(ulong*)address;
                    continue;
                case OpCode.SafeLoad8:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = *(byte*)address;
                    continue;
                case OpCode.SafeLoad16:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = *(ushort*)address;
                    continue;
                case OpCode.SafeLoad32:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = *(uint*)address;
                    continue;
                case OpCode.SafeLoad64:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = *(ulong*)address;
                    continue;
                case OpCode.LoadSignExtend8:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 1, false, op, code);
                    r[op->Destination] = (ulong)*(sbyte*)address;
                    continue;
                case OpCode.LoadSignExtend16:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 2, false, op, code);
                    r[op->Destination] = (ulong)*(short*)address;
                    continue;
                case OpCode.LoadSignExtend32:
                    address = r[op->Source] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 4, false, op, code);
                    r[op->Destination] = (ulong)*(int*)address;
                    continue;
                case OpCode.SafeLoadSignExtend8:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = (ulong)*(sbyte*)address;
                    continue;
                case OpCode.SafeLoadSignExtend16:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = (ulong)*(short*)address;
                    continue;
                case OpCode.SafeLoadSignExtend32:
                    address = r[op->Source] + (ulong)op->Offset;
                    r[op->Destination] = (ulong)*(int*)address;
                    continue;
                case OpCode.Store8:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 1, true, op, code);
                    *(byte*)address = (byte)r[op->Source];
                    continue;
                case OpCode.Store16:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 2, true, op, code);
                    *(ushort*)address = (ushort)r[op->Source];
                    continue;
                case OpCode.Store32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 4, true, op, code);
                    *(uint*)address = (uint)r[op->Source];
                    continue;
                case OpCode.Store64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 8, true, op, code);
                    *(ulong*)address = r[op->Source];
                    continue;
                case OpCode.SafeStore8:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(byte*)address = (byte)r[op->Source];
                    continue;
                case OpCode.SafeStore16:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(ushort*)address = (ushort)r[op->Source];
                    continue;
                case OpCode.SafeStore32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(uint*)address = (uint)r[op->Source];
                    continue;
                case OpCode.SafeStore64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(ulong*)address = r[op->Source];
                    continue;
                case OpCode.StoreImmediate8:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 1, true, op, code);
                    *(byte*)address = (byte)op->Immediate;
                    continue;
                case OpCode.StoreImmediate16:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 2, true, op, code);
                    *(ushort*)address = (ushort)op->Immediate;
                    continue;
                case OpCode.StoreImmediate32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 4, true, op, code);
                    *(uint*)address = (uint)op->Immediate;
                    continue;
                case OpCode.StoreImmediate64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    if (address - packet >= packetLimit)
                        Check(cpu, address, 8, true, op, code);
                    *(ulong*)address = (ulong)op->Immediate;
                    continue;
                case OpCode.SafeStoreImmediate8:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(byte*)address = (byte)op->Immediate;
                    continue;
                case OpCode.SafeStoreImmediate16:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(ushort*)address = (ushort)op->Immediate;
                    continue;
                case OpCode.SafeStoreImmediate32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(uint*)address = (uint)op->Immediate;
                    continue;
                case OpCode.SafeStoreImmediate64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    *(ulong*)address = (ulong)op->Immediate;
                    continue;
                case OpCode.AtomicAdd32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    Atomics.FetchAdd((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicAdd64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    Atomics.FetchAdd((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicOr32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    Atomics.FetchOr((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicOr64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    Atomics.FetchOr((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicAnd32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    Atomics.FetchAnd((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicAnd64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    Atomics.FetchAnd((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicXor32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    Atomics.FetchXor((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicXor64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    Atomics.FetchXor((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicFetchAdd32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[op->Source] = Atomics.FetchAdd((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicFetchAdd64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[op->Source] = Atomics.FetchAdd((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicFetchOr32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[op->Source] = Atomics.FetchOr((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicFetchOr64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[op->Source] = Atomics.FetchOr((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicFetchAnd32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[op->Source] = Atomics.FetchAnd((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicFetchAnd64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[op->Source] = Atomics.FetchAnd((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicFetchXor32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[op->Source] = Atomics.FetchXor((uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicFetchXor64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[op->Source] = Atomics.FetchXor((ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicExchange32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[op->Source] = Interlocked.Exchange(ref *(uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.AtomicExchange64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[op->Source] = Interlocked.Exchange(ref *(ulong*)address, r[op->Source]);
                    continue;
                case OpCode.AtomicCompareExchange32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    r[0] = Interlocked.CompareExchange(ref *(uint*)address, (uint)r[op->Source], (uint)r[0]);
                    continue;
                case OpCode.AtomicCompareExchange64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    r[0] = Interlocked.CompareExchange(ref *(ulong*)address, r[op->Source], r[0]);
                    continue;
                case OpCode.LoadAcquire8:
                    address = r[op->Source] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 1, op, code, write: false);
                    r[op->Destination] = Volatile.Read(ref *(byte*)address);
                    continue;
                case OpCode.StoreRelease8:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 1, op, code);
                    Volatile.Write(ref *(byte*)address, (byte)r[op->Source]);
                    continue;
                case OpCode.LoadAcquire16:
                    address = r[op->Source] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 2, op, code, write: false);
                    r[op->Destination] = Volatile.Read(ref *(ushort*)address);
                    continue;
                case OpCode.StoreRelease16:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 2, op, code);
                    Volatile.Write(ref *(ushort*)address, (ushort)r[op->Source]);
                    continue;
                case OpCode.LoadAcquire32:
                    address = r[op->Source] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code, write: false);
                    r[op->Destination] = Volatile.Read(ref *(uint*)address);
                    continue;
                case OpCode.StoreRelease32:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 4, op, code);
                    Volatile.Write(ref *(uint*)address, (uint)r[op->Source]);
                    continue;
                case OpCode.LoadAcquire64:
                    address = r[op->Source] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code, write: false);
                    r[op->Destination] = Volatile.Read(ref *(ulong*)address);
                    continue;
                case OpCode.StoreRelease64:
                    address = r[op->Destination] + (ulong)op->Offset;
                    CheckAtomic(cpu, address, 8, op, code);
                    Volatile.Write(ref *(ulong*)address, r[op->Source]);
                    continue;
                case OpCode.Jump:
                    goto jump;
                case OpCode.MayGoto:
                    if (mayGoto[depth] == 0)
                        goto jump;
                    mayGoto[depth]--;
                    budget++; // It bounds its loop by itself.
                    continue;
                case OpCode.LoadImmediate64:
                    r[op->Destination] = (ulong)op->Immediate;
                    ip++;
                    continue;
                case OpCode.CallHelper:
                    cpu.Budget = budget;
                    cpu.CallbackFrame = (byte*)r[10] - Cpu.FrameSize;
                    r[0] = HelperCalls.Checked(cpu, code.Bindings[op->Immediate], r[1], r[2], r[3], r[4], r[5], code.SlotOf(op));
                    budget = cpu.Budget;
                    (packet, packetLimit) = PacketBounds(cpu);
                    continue;
                case OpCode.CallRegister:
                    cpu.Budget = budget;
                    cpu.CallbackFrame = (byte*)r[10] - Cpu.FrameSize;
                    r[0] = HelperCalls.ThroughRegister(cpu, r[op->Destination], r[1], r[2], r[3], r[4], r[5], code.SlotOf(op));
                    budget = cpu.Budget;
                    (packet, packetLimit) = PacketBounds(cpu);
                    continue;
                case OpCode.TailCall:
                    cpu.Budget = budget;
                    if (HelperCalls.CheckedTailCallTarget(cpu, r[2], (uint)r[3], code.SlotOf(op)) is not { } target)
                    {
                        r[0] = HelperCalls.TailCallFailed;
                        continue;
                    }

                    cpu.EntryFrame = (byte*)r[10];
                    r[0] = target.EnterByTailCall(cpu);
                    cpu.Program = owner;
                    budget = cpu.Budget;
                    (packet, packetLimit) = PacketBounds(cpu);
                    goto exit;
                case OpCode.CallLocal:
                    if (depth == Cpu.MaxFrames - 1 || (byte*)r[10] - (2 * Cpu.FrameSize) < cpu.Stack)
                        throw Faults.CallDepth(cpu, code.SlotOf(op));
                    returns[depth++] = ip;
                    mayGoto[depth] = ProgramCode.MayGotoLimit;
                    var callee = r + RegisterCount;
                    callee[0] = callee[6] = callee[7] = callee[8] = callee[9] = 0;
                    callee[1] = r[1];
                    callee[2] = r[2];
                    callee[3] = r[3];
                    callee[4] = r[4];
                    callee[5] = r[5];
                    callee[10] = r[10] - Cpu.FrameSize;
                    r = callee;
                    ip = op + op->Offset;
                    continue;
                case OpCode.Exit:
                    goto exit;
                case OpCode.Unresolved:
                    throw Faults.Unresolved(cpu, code.SlotOf(op));
                case OpCode.LoadPacketAbsolute:
                case OpCode.LoadPacketIndirect:
                    var index = op->Immediate + (op->Code == OpCode.LoadPacketIndirect ? (uint)r[op->Source] : 0);
                    var loaded = LegacyLoads.Load(cpu, index, op->Offset);
                    if (loaded < 0)
                    {
                        r[0] = 0;
                        goto exit;
                    }

                    r[0] = (ulong)loaded;
                    continue;
            }

        jump:
            if (op->Offset <= 0 && --budget < 0)
                throw Faults.BudgetSpent(cpu, code.SlotOf(op));
            ip = op + op->Offset;
            continue;

        exit:
            if (depth == 0)
            {
                cpu.Budget = budget;
                return r[0];
            }

            var result = r[0];
            r -= RegisterCount;
            r[0] = result;
            ip = returns[--depth];
        }
    }

    // Where the packet begins, and how many places there are in it from which 8 bytes are still inside.
    static (ulong Start, ulong Limit) PacketBounds(Cpu cpu)
    {
        var packet = cpu.Packet;
        var length = packet.DataEnd - packet.Meta;
        return ((ulong)packet.Meta, (ulong)Math.Max(0, length - 7));
    }

    static void Check(Cpu cpu, ulong address, ulong size, bool write, DecodedOp* op, DecodedProgram code) =>
        _ = MemoryGuard.Check(cpu, address, size, write, code.SlotOf(op));

    static void CheckAtomic(Cpu cpu, ulong address, ulong size, DecodedOp* op, DecodedProgram code, bool write = true) =>
        _ = MemoryGuard.CheckAtomic(cpu, address, size, write, code.SlotOf(op));
}
