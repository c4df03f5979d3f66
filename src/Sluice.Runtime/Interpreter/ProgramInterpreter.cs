using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Interpreter;

/// <summary>Runs decoded programs one operation at a time, with the sandbox's checks.</summary>
/// <remarks>
/// Relies on <see cref="ProgramPreparation"/>: every operation and every jump target exists. The quick check of an access is
/// one comparison with the packet; whatever misses it asks <see cref="MemoryGuard"/>. Few variables live in the loop, so
/// that all of them stay in registers: the next operation, the register window, the CPU, the program. For the same reason it is one
/// long method: a family of operations in a method of its own would cost a call, with these variables handed over, for each of them.
/// </remarks>
static unsafe class ProgramInterpreter
{
    /// <summary>Runs a function and what it calls.</summary>
    /// <param name="code">The program.</param>
    /// <param name="cpu">Where.</param>
    /// <param name="function">The function that is entered.</param>
    /// <param name="frame">Its r10.</param>
    /// <param name="arguments">r1 to r5.</param>
    /// <exception cref="BpfFaultException">The program did what it may not.</exception>
    [SkipLocalsInit]
    public static ulong Run(DecodedProgram code, Cpu cpu, int function, byte* frame, in CallArguments arguments)
    {
        CallFrames frames;
        frames.Depth = 0;
        frames.MayGoto[0] = ProgramCode.MayGotoLimit;
        var r = frames.Registers;
        r[0] = r[6] = r[7] = r[8] = r[9] = 0;
        r[1] = arguments.R1;
        r[2] = arguments.R2;
        r[3] = arguments.R3;
        r[4] = arguments.R4;
        r[5] = arguments.R5;
        r[10] = (ulong)frame;
        var ip = code.EntryOf(function);
        MemoryGuard.NotePacket(cpu);
        ulong address;

        while (true)
        {
            ip++;
            switch (ip[-1].Code)
            {
                case OpCode.Add64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] + r[ip[-1].Source];
                    continue;
                case OpCode.Add64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] + (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Add32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] + (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Add32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] + (uint)ip[-1].Immediate;
                    continue;
                case OpCode.Subtract64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] - r[ip[-1].Source];
                    continue;
                case OpCode.Subtract64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] - (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Subtract32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] - (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Subtract32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] - (uint)ip[-1].Immediate;
                    continue;
                case OpCode.Multiply64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] * r[ip[-1].Source];
                    continue;
                case OpCode.Multiply64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] * (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Multiply32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] * (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Multiply32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] * (uint)ip[-1].Immediate;
                    continue;
                case OpCode.Divide64Register:
                    r[ip[-1].Destination] = Arithmetic.Divide(r[ip[-1].Destination], r[ip[-1].Source]);
                    continue;
                case OpCode.Divide64Immediate:
                    r[ip[-1].Destination] = Arithmetic.Divide(r[ip[-1].Destination], (ulong)ip[-1].Immediate);
                    continue;
                case OpCode.Divide32Register:
                    r[ip[-1].Destination] = Arithmetic.Divide((uint)r[ip[-1].Destination], (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.Divide32Immediate:
                    r[ip[-1].Destination] = Arithmetic.Divide((uint)r[ip[-1].Destination], (uint)ip[-1].Immediate);
                    continue;
                case OpCode.SignedDivide64Register:
                    r[ip[-1].Destination] = (ulong)Arithmetic.Divide((long)r[ip[-1].Destination], (long)r[ip[-1].Source]);
                    continue;
                case OpCode.SignedDivide64Immediate:
                    r[ip[-1].Destination] = (ulong)Arithmetic.Divide((long)r[ip[-1].Destination], (long)ip[-1].Immediate);
                    continue;
                case OpCode.SignedDivide32Register:
                    r[ip[-1].Destination] = (uint)Arithmetic.Divide((int)r[ip[-1].Destination], (int)r[ip[-1].Source]);
                    continue;
                case OpCode.SignedDivide32Immediate:
                    r[ip[-1].Destination] = (uint)Arithmetic.Divide((int)r[ip[-1].Destination], (int)ip[-1].Immediate);
                    continue;
                case OpCode.Or64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] | r[ip[-1].Source];
                    continue;
                case OpCode.Or64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] | (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Or32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] | (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Or32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] | (uint)ip[-1].Immediate;
                    continue;
                case OpCode.And64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] & r[ip[-1].Source];
                    continue;
                case OpCode.And64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] & (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.And32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] & (uint)r[ip[-1].Source];
                    continue;
                case OpCode.And32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] & (uint)ip[-1].Immediate;
                    continue;
                case OpCode.ShiftLeft64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] << (int)r[ip[-1].Source];
                    continue;
                case OpCode.ShiftLeft64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] << (int)(ulong)ip[-1].Immediate;
                    continue;
                case OpCode.ShiftLeft32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] << (int)(uint)r[ip[-1].Source];
                    continue;
                case OpCode.ShiftLeft32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] << (int)(uint)ip[-1].Immediate;
                    continue;
                case OpCode.ShiftRight64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] >> (int)r[ip[-1].Source];
                    continue;
                case OpCode.ShiftRight64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] >> (int)(ulong)ip[-1].Immediate;
                    continue;
                case OpCode.ShiftRight32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] >> (int)(uint)r[ip[-1].Source];
                    continue;
                case OpCode.ShiftRight32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] >> (int)(uint)ip[-1].Immediate;
                    continue;
                case OpCode.Modulo64Register:
                    r[ip[-1].Destination] = Arithmetic.Modulo(r[ip[-1].Destination], r[ip[-1].Source]);
                    continue;
                case OpCode.Modulo64Immediate:
                    r[ip[-1].Destination] = Arithmetic.Modulo(r[ip[-1].Destination], (ulong)ip[-1].Immediate);
                    continue;
                case OpCode.Modulo32Register:
                    r[ip[-1].Destination] = Arithmetic.Modulo((uint)r[ip[-1].Destination], (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.Modulo32Immediate:
                    r[ip[-1].Destination] = Arithmetic.Modulo((uint)r[ip[-1].Destination], (uint)ip[-1].Immediate);
                    continue;
                case OpCode.SignedModulo64Register:
                    r[ip[-1].Destination] = (ulong)Arithmetic.Modulo((long)r[ip[-1].Destination], (long)r[ip[-1].Source]);
                    continue;
                case OpCode.SignedModulo64Immediate:
                    r[ip[-1].Destination] = (ulong)Arithmetic.Modulo((long)r[ip[-1].Destination], (long)ip[-1].Immediate);
                    continue;
                case OpCode.SignedModulo32Register:
                    r[ip[-1].Destination] = (uint)Arithmetic.Modulo((int)r[ip[-1].Destination], (int)r[ip[-1].Source]);
                    continue;
                case OpCode.SignedModulo32Immediate:
                    r[ip[-1].Destination] = (uint)Arithmetic.Modulo((int)r[ip[-1].Destination], (int)ip[-1].Immediate);
                    continue;
                case OpCode.Xor64Register:
                    r[ip[-1].Destination] = r[ip[-1].Destination] ^ r[ip[-1].Source];
                    continue;
                case OpCode.Xor64Immediate:
                    r[ip[-1].Destination] = r[ip[-1].Destination] ^ (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Xor32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] ^ (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Xor32Immediate:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] ^ (uint)ip[-1].Immediate;
                    continue;
                case OpCode.Move64Register:
                    r[ip[-1].Destination] = r[ip[-1].Source];
                    continue;
                case OpCode.Move64Immediate:
                    r[ip[-1].Destination] = (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.Move32Register:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Move32Immediate:
                    r[ip[-1].Destination] = (uint)ip[-1].Immediate;
                    continue;
                case OpCode.ArithmeticShiftRight64Register:
                    r[ip[-1].Destination] = (ulong)((long)r[ip[-1].Destination] >> (int)r[ip[-1].Source]);
                    continue;
                case OpCode.ArithmeticShiftRight64Immediate:
                    r[ip[-1].Destination] = (ulong)((long)r[ip[-1].Destination] >> (int)(ulong)ip[-1].Immediate);
                    continue;
                case OpCode.ArithmeticShiftRight32Register:
                    r[ip[-1].Destination] = (uint)((int)r[ip[-1].Destination] >> (int)r[ip[-1].Source]);
                    continue;
                case OpCode.ArithmeticShiftRight32Immediate:
                    r[ip[-1].Destination] = (uint)((int)r[ip[-1].Destination] >> (int)(ulong)ip[-1].Immediate);
                    continue;
                case OpCode.Negate64:
                    r[ip[-1].Destination] = 0 - r[ip[-1].Destination];
                    continue;
                case OpCode.Negate32:
                    r[ip[-1].Destination] = 0 - (uint)r[ip[-1].Destination];
                    continue;
                case OpCode.MoveSignExtend64From8:
                    r[ip[-1].Destination] = (ulong)(sbyte)r[ip[-1].Source];
                    continue;
                case OpCode.MoveSignExtend64From16:
                    r[ip[-1].Destination] = (ulong)(short)r[ip[-1].Source];
                    continue;
                case OpCode.MoveSignExtend64From32:
                    r[ip[-1].Destination] = (ulong)(int)r[ip[-1].Source];
                    continue;
                case OpCode.MoveSignExtend32From8:
                    r[ip[-1].Destination] = (uint)(sbyte)r[ip[-1].Source];
                    continue;
                case OpCode.MoveSignExtend32From16:
                    r[ip[-1].Destination] = (uint)(short)r[ip[-1].Source];
                    continue;
                case OpCode.ToLittleEndian16:
                    r[ip[-1].Destination] = (ushort)r[ip[-1].Destination];
                    continue;
                case OpCode.ToLittleEndian32:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination];
                    continue;
                case OpCode.ToLittleEndian64:
                    continue;
                case OpCode.ToBigEndian16:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[ip[-1].Destination]);
                    continue;
                case OpCode.ToBigEndian32:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness((uint)r[ip[-1].Destination]);
                    continue;
                case OpCode.ToBigEndian64:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness(r[ip[-1].Destination]);
                    continue;
                case OpCode.ByteSwap16:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[ip[-1].Destination]);
                    continue;
                case OpCode.ByteSwap32:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness((uint)r[ip[-1].Destination]);
                    continue;
                case OpCode.ByteSwap64:
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness(r[ip[-1].Destination]);
                    continue;
                case OpCode.JumpEqual64Register:
                    if (r[ip[-1].Destination] == r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpEqual64Immediate:
                    if (r[ip[-1].Destination] == (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpEqual32Register:
                    if ((uint)r[ip[-1].Destination] == (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpEqual32Immediate:
                    if ((uint)r[ip[-1].Destination] == (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreater64Register:
                    if (r[ip[-1].Destination] > r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreater64Immediate:
                    if (r[ip[-1].Destination] > (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreater32Register:
                    if ((uint)r[ip[-1].Destination] > (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreater32Immediate:
                    if ((uint)r[ip[-1].Destination] > (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual64Register:
                    if (r[ip[-1].Destination] >= r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual64Immediate:
                    if (r[ip[-1].Destination] >= (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual32Register:
                    if ((uint)r[ip[-1].Destination] >= (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpGreaterOrEqual32Immediate:
                    if ((uint)r[ip[-1].Destination] >= (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSet64Register:
                    if ((r[ip[-1].Destination] & r[ip[-1].Source]) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet64Immediate:
                    if ((r[ip[-1].Destination] & (ulong)ip[-1].Immediate) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet32Register:
                    if (((uint)r[ip[-1].Destination] & (uint)r[ip[-1].Source]) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpSet32Immediate:
                    if (((uint)r[ip[-1].Destination] & (uint)ip[-1].Immediate) != 0)
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual64Register:
                    if (r[ip[-1].Destination] != r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual64Immediate:
                    if (r[ip[-1].Destination] != (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual32Register:
                    if ((uint)r[ip[-1].Destination] != (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpNotEqual32Immediate:
                    if ((uint)r[ip[-1].Destination] != (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater64Register:
                    if ((long)r[ip[-1].Destination] > (long)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater64Immediate:
                    if ((long)r[ip[-1].Destination] > ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater32Register:
                    if ((int)r[ip[-1].Destination] > (int)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreater32Immediate:
                    if ((int)r[ip[-1].Destination] > (int)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual64Register:
                    if ((long)r[ip[-1].Destination] >= (long)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual64Immediate:
                    if ((long)r[ip[-1].Destination] >= ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual32Register:
                    if ((int)r[ip[-1].Destination] >= (int)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedGreaterOrEqual32Immediate:
                    if ((int)r[ip[-1].Destination] >= (int)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLess64Register:
                    if (r[ip[-1].Destination] < r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpLess64Immediate:
                    if (r[ip[-1].Destination] < (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLess32Register:
                    if ((uint)r[ip[-1].Destination] < (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpLess32Immediate:
                    if ((uint)r[ip[-1].Destination] < (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual64Register:
                    if (r[ip[-1].Destination] <= r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual64Immediate:
                    if (r[ip[-1].Destination] <= (ulong)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual32Register:
                    if ((uint)r[ip[-1].Destination] <= (uint)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpLessOrEqual32Immediate:
                    if ((uint)r[ip[-1].Destination] <= (uint)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess64Register:
                    if ((long)r[ip[-1].Destination] < (long)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess64Immediate:
                    if ((long)r[ip[-1].Destination] < ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess32Register:
                    if ((int)r[ip[-1].Destination] < (int)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLess32Immediate:
                    if ((int)r[ip[-1].Destination] < (int)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual64Register:
                    if ((long)r[ip[-1].Destination] <= (long)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual64Immediate:
                    if ((long)r[ip[-1].Destination] <= ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual32Register:
                    if ((int)r[ip[-1].Destination] <= (int)r[ip[-1].Source])
                        goto jump;
                    continue;
                case OpCode.JumpSignedLessOrEqual32Immediate:
                    if ((int)r[ip[-1].Destination] <= (int)ip[-1].Immediate)
                        goto jump;
                    continue;
                case OpCode.Load8:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit1)
                        Check(cpu, address, 1, false, ip, code);
                    r[ip[-1].Destination] = *(byte*)address;
                    continue;
                case OpCode.Load16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit2)
                        Check(cpu, address, 2, false, ip, code);
                    r[ip[-1].Destination] = *(ushort*)address;
                    continue;
                case OpCode.Load32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit4)
                        Check(cpu, address, 4, false, ip, code);
                    r[ip[-1].Destination] = *(uint*)address;
                    continue;
                case OpCode.Load64:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit8)
                        Check(cpu, address, 8, false, ip, code);
                    r[ip[-1].Destination] = *(ulong*)address;
                    continue;
                case OpCode.SafeLoad8:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = *(byte*)address;
                    continue;
                case OpCode.SafeLoad16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = *(ushort*)address;
                    continue;
                case OpCode.SafeLoad32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = *(uint*)address;
                    continue;
                case OpCode.SafeLoad64:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = *(ulong*)address;
                    continue;
                case OpCode.LoadSignExtend8:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit1)
                        Check(cpu, address, 1, false, ip, code);
                    r[ip[-1].Destination] = (ulong)*(sbyte*)address;
                    continue;
                case OpCode.LoadSignExtend16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit2)
                        Check(cpu, address, 2, false, ip, code);
                    r[ip[-1].Destination] = (ulong)*(short*)address;
                    continue;
                case OpCode.LoadSignExtend32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit4)
                        Check(cpu, address, 4, false, ip, code);
                    r[ip[-1].Destination] = (ulong)*(int*)address;
                    continue;
                case OpCode.SafeLoadSignExtend8:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = (ulong)*(sbyte*)address;
                    continue;
                case OpCode.SafeLoadSignExtend16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = (ulong)*(short*)address;
                    continue;
                case OpCode.SafeLoadSignExtend32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    r[ip[-1].Destination] = (ulong)*(int*)address;
                    continue;
                case OpCode.Store8:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit1)
                        Check(cpu, address, 1, true, ip, code);
                    *(byte*)address = (byte)r[ip[-1].Source];
                    continue;
                case OpCode.Store16:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit2)
                        Check(cpu, address, 2, true, ip, code);
                    *(ushort*)address = (ushort)r[ip[-1].Source];
                    continue;
                case OpCode.Store32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit4)
                        Check(cpu, address, 4, true, ip, code);
                    *(uint*)address = (uint)r[ip[-1].Source];
                    continue;
                case OpCode.Store64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit8)
                        Check(cpu, address, 8, true, ip, code);
                    *(ulong*)address = r[ip[-1].Source];
                    continue;
                case OpCode.SafeStore8:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(byte*)address = (byte)r[ip[-1].Source];
                    continue;
                case OpCode.SafeStore16:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(ushort*)address = (ushort)r[ip[-1].Source];
                    continue;
                case OpCode.SafeStore32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(uint*)address = (uint)r[ip[-1].Source];
                    continue;
                case OpCode.SafeStore64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(ulong*)address = r[ip[-1].Source];
                    continue;
                case OpCode.StoreImmediate8:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit1)
                        Check(cpu, address, 1, true, ip, code);
                    *(byte*)address = (byte)ip[-1].Immediate;
                    continue;
                case OpCode.StoreImmediate16:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit2)
                        Check(cpu, address, 2, true, ip, code);
                    *(ushort*)address = (ushort)ip[-1].Immediate;
                    continue;
                case OpCode.StoreImmediate32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit4)
                        Check(cpu, address, 4, true, ip, code);
                    *(uint*)address = (uint)ip[-1].Immediate;
                    continue;
                case OpCode.StoreImmediate64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit8)
                        Check(cpu, address, 8, true, ip, code);
                    *(ulong*)address = (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.SafeStoreImmediate8:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(byte*)address = (byte)ip[-1].Immediate;
                    continue;
                case OpCode.SafeStoreImmediate16:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(ushort*)address = (ushort)ip[-1].Immediate;
                    continue;
                case OpCode.SafeStoreImmediate32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(uint*)address = (uint)ip[-1].Immediate;
                    continue;
                case OpCode.SafeStoreImmediate64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    *(ulong*)address = (ulong)ip[-1].Immediate;
                    continue;
                case OpCode.AtomicAdd32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    Atomics.FetchAdd((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicAdd64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    Atomics.FetchAdd((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicOr32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    Atomics.FetchOr((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicOr64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    Atomics.FetchOr((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicAnd32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    Atomics.FetchAnd((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicAnd64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    Atomics.FetchAnd((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicXor32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    Atomics.FetchXor((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicXor64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    Atomics.FetchXor((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchAdd32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[ip[-1].Source] = Atomics.FetchAdd((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchAdd64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[ip[-1].Source] = Atomics.FetchAdd((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchOr32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[ip[-1].Source] = Atomics.FetchOr((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchOr64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[ip[-1].Source] = Atomics.FetchOr((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchAnd32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[ip[-1].Source] = Atomics.FetchAnd((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchAnd64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[ip[-1].Source] = Atomics.FetchAnd((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchXor32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[ip[-1].Source] = Atomics.FetchXor((uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicFetchXor64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[ip[-1].Source] = Atomics.FetchXor((ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicExchange32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[ip[-1].Source] = Interlocked.Exchange(ref *(uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicExchange64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[ip[-1].Source] = Interlocked.Exchange(ref *(ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.AtomicCompareExchange32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    r[0] = Interlocked.CompareExchange(ref *(uint*)address, (uint)r[ip[-1].Source], (uint)r[0]);
                    continue;
                case OpCode.AtomicCompareExchange64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    r[0] = Interlocked.CompareExchange(ref *(ulong*)address, r[ip[-1].Source], r[0]);
                    continue;
                case OpCode.LoadAcquire8:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 1, ip, code, write: false);
                    r[ip[-1].Destination] = Volatile.Read(ref *(byte*)address);
                    continue;
                case OpCode.StoreRelease8:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 1, ip, code);
                    Volatile.Write(ref *(byte*)address, (byte)r[ip[-1].Source]);
                    continue;
                case OpCode.LoadAcquire16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 2, ip, code, write: false);
                    r[ip[-1].Destination] = Volatile.Read(ref *(ushort*)address);
                    continue;
                case OpCode.StoreRelease16:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 2, ip, code);
                    Volatile.Write(ref *(ushort*)address, (ushort)r[ip[-1].Source]);
                    continue;
                case OpCode.LoadAcquire32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code, write: false);
                    r[ip[-1].Destination] = Volatile.Read(ref *(uint*)address);
                    continue;
                case OpCode.StoreRelease32:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 4, ip, code);
                    Volatile.Write(ref *(uint*)address, (uint)r[ip[-1].Source]);
                    continue;
                case OpCode.LoadAcquire64:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code, write: false);
                    r[ip[-1].Destination] = Volatile.Read(ref *(ulong*)address);
                    continue;
                case OpCode.StoreRelease64:
                    address = r[ip[-1].Destination] + (ulong)ip[-1].Offset;
                    CheckAtomic(cpu, address, 8, ip, code);
                    Volatile.Write(ref *(ulong*)address, r[ip[-1].Source]);
                    continue;
                case OpCode.MoveAddImmediate:
                    r[ip[-1].Destination] = r[ip[-1].Source] + (ulong)ip[-1].Immediate;
                    ip++;
                    continue;
                case OpCode.MoveAddRegister:
                    r[ip[-1].Destination] = r[ip[-1].Source] + r[ip[-1].Offset];
                    ip++;
                    continue;
                case OpCode.ShiftOr32:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination] << (int)ip[-1].Immediate | (uint)r[ip[-1].Source];
                    ip++;
                    continue;
                case OpCode.ShiftOr64:
                    r[ip[-1].Destination] = r[ip[-1].Destination] << (int)ip[-1].Immediate | r[ip[-1].Source];
                    ip++;
                    continue;
                case OpCode.LoadBigEndian16:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit2)
                        Check(cpu, address, 2, false, ip, code);
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness(*(ushort*)address);
                    ip++;
                    continue;
                case OpCode.LoadBigEndian32:
                    address = r[ip[-1].Source] + (ulong)ip[-1].Offset;
                    if (address - cpu.PacketStart >= cpu.PacketLimit4)
                        Check(cpu, address, 4, false, ip, code);
                    r[ip[-1].Destination] = BinaryPrimitives.ReverseEndianness(*(uint*)address);
                    ip++;
                    continue;
                case OpCode.ZeroExtend32:
                    r[ip[-1].Destination] = (uint)r[ip[-1].Destination];
                    ip++;
                    continue;
                case OpCode.SignExtend32:
                    r[ip[-1].Destination] = (ulong)(int)r[ip[-1].Destination];
                    ip++;
                    continue;
                case OpCode.Jump:
                    goto jump;
                case OpCode.MayGoto:
                    if (frames.MayGoto[frames.Depth] == 0)
                        goto jump;
                    frames.MayGoto[frames.Depth]--;
                    cpu.Budget++; // It bounds its loop by itself.
                    continue;
                case OpCode.LoadImmediate64:
                    r[ip[-1].Destination] = (ulong)ip[-1].Immediate;
                    ip++;
                    continue;
                case OpCode.CallHelper:
                    cpu.CallbackFrame = (byte*)r[10] - Cpu.FrameSize;
                    r[0] = HelperCalls.Checked(cpu, code.Bindings[ip[-1].Immediate], r[1], r[2], r[3], r[4], r[5], code.SlotOf(ip - 1));
                    MemoryGuard.NotePacket(cpu);
                    continue;
                case OpCode.CallRegister:
                    cpu.CallbackFrame = (byte*)r[10] - Cpu.FrameSize;
                    r[0] = HelperCalls.ThroughRegister(cpu, r[ip[-1].Destination], r[1], r[2], r[3], r[4], r[5], code.SlotOf(ip - 1));
                    MemoryGuard.NotePacket(cpu);
                    continue;
                case OpCode.TailCall:
                    if (HelperCalls.CheckedTailCallTarget(cpu, r[2], (uint)r[3], code.SlotOf(ip - 1)) is not { } target)
                    {
                        r[0] = HelperCalls.TailCallFailed;
                        continue;
                    }

                    cpu.EntryFrame = (byte*)r[10];
                    r[0] = target.EnterByTailCall(cpu);
                    cpu.Program = code.Owner;
                    MemoryGuard.NotePacket(cpu);
                    goto exit;
                case OpCode.CallLocal:
                    if (frames.Depth == Cpu.MaxFrames - 1 || (byte*)r[10] - (2 * Cpu.FrameSize) < cpu.Stack)
                        throw Faults.CallDepth(cpu, code.SlotOf(ip - 1));
                    frames.Returns[frames.Depth++] = (ulong)ip;
                    frames.MayGoto[frames.Depth] = ProgramCode.MayGotoLimit;
                    var callee = r + CallFrames.RegisterCount;
                    callee[0] = callee[6] = callee[7] = callee[8] = callee[9] = 0;
                    callee[1] = r[1];
                    callee[2] = r[2];
                    callee[3] = r[3];
                    callee[4] = r[4];
                    callee[5] = r[5];
                    callee[10] = r[10] - Cpu.FrameSize;
                    r = callee;
                    ip += ip[-1].Offset - 1;
                    continue;
                case OpCode.Observe:
                    code.Observe(cpu, ip - 1, r, frames.Depth);
                    continue;
                case OpCode.Exit:
                    goto exit;
                case OpCode.Unresolved:
                    throw Faults.Unresolved(cpu, code.SlotOf(ip - 1));
                case OpCode.LoadPacketAbsolute:
                case OpCode.LoadPacketIndirect:
                    var index = ip[-1].Immediate + (ip[-1].Code == OpCode.LoadPacketIndirect ? (uint)r[ip[-1].Source] : 0);
                    var loaded = LegacyLoads.Load(cpu, index, ip[-1].Offset);
                    if (loaded < 0)
                    {
                        r[0] = 0;
                        goto exit;
                    }

                    r[0] = (ulong)loaded;
                    continue;
            }

        jump:
            if (ip[-1].Offset <= 0 && --cpu.Budget < 0)
                throw Faults.BudgetSpent(cpu, code.SlotOf(ip - 1));
            ip += ip[-1].Offset - 1;
            continue;

        exit:
            if (frames.Depth == 0)
                return r[0];

            var result = r[0];
            r -= CallFrames.RegisterCount;
            r[0] = result;
            ip = (DecodedOp*)frames.Returns[--frames.Depth];
        }
    }

    static void Check(Cpu cpu, ulong address, ulong size, bool write, DecodedOp* next, DecodedProgram code) =>
        _ = MemoryGuard.Check(cpu, address, size, write, code.SlotOf(next - 1));

    static void CheckAtomic(Cpu cpu, ulong address, ulong size, DecodedOp* next, DecodedProgram code, bool write = true) =>
        _ = MemoryGuard.CheckAtomic(cpu, address, size, write, code.SlotOf(next - 1));
}
