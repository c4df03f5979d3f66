using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Machine.Reference;

/// <summary>The HIKe machine as it is meant to be, instruction by instruction: what faster ones are compared with.</summary>
/// <remarks>
/// The published instructions, calls, memory banks and budget, without the published defects: a test of bits looks at all 64,
/// a read of one byte touches one, registers and stacks are clean when a chain begins, values have 64 bits, and every fault
/// has a cause. The budget counts over all chains of a packet. Not made for speed.
/// </remarks>
public sealed class ChainMachine
{
    /// <summary>Instructions that a packet is worth.</summary>
    public const int Budget = 4096;

    /// <summary>Chains active at once.</summary>
    public const int Depth = 16;

    // A final verdict: bpf/include/sluice/verdict.h.
    const ulong Final = 1UL << 63;
    const int Bank = 24, PacketBank = 1, SharedBank = 3, StackBank = 4, PacketStart = 8;

    readonly IReadOnlyDictionary<uint, ImmutableArray<BpfInstruction>> _chains;
    readonly IReadOnlyDictionary<uint, ImmutableArray<int>>? _charges;
    readonly IChainHost _host;
    readonly Stack<ChainFrame> _frames = new();
    ChainMemory _memory = new([]);
    int _executed;

    /// <summary>Makes a machine.</summary>
    /// <param name="chains">The chains by id, with <see cref="ElementCalls.ChainBit"/>.</param>
    /// <param name="host">The functions.</param>
    /// <param name="charges">What each slot of each chain takes from the packet's budget; null: each instruction one.</param>
    public ChainMachine(IReadOnlyDictionary<uint, ImmutableArray<BpfInstruction>> chains, IChainHost host,
        IReadOnlyDictionary<uint, ImmutableArray<int>>? charges = null) => (_chains, _host, _charges) = (chains, host, charges);

    /// <summary>Runs a chain for a packet.</summary>
    /// <param name="chain">The chain's id.</param>
    /// <param name="memory">The packet, with the cursor set by whoever loads.</param>
    public ChainResult Run(uint chain, ChainMemory memory)
    {
        (_memory, _executed) = (memory, 0);
        _frames.Clear();
        try
        {
            Begin(chain, []);
            while (true)
            {
                if (Step() is { } result)
                {
                    var action = (int)(result & 0xff);
                    return IsFinal(result) && action <= 4 ? new(action, null, _executed) : new(0, FaultCause.NoVerdict, _executed);
                }
            }
        }
        catch (ChainFault fault)
        {
            return new(0, fault.Cause, _executed);
        }
    }

    static bool IsFinal(ulong value) => value >> 8 == Final >> 8;

    /// <returns>What ends the chains, or null while they go on.</returns>
    ulong? Step()
    {
        var frame = _frames.Peek();
        if ((uint)frame.Next >= (uint)frame.Code.Length)
            throw new ChainFault(FaultCause.Instruction);
        _executed += frame.Charges.IsDefault ? 1 : frame.Charges[frame.Next];
        if (_executed > Budget)
            throw new ChainFault(FaultCause.Budget);
        var instruction = frame.Code[frame.Next];
        if (InstructionSet.Find(instruction) is not { } form || instruction.Destination > BpfInstruction.LastRegister
            || (form.HasSourceRegister && instruction.Source > BpfInstruction.LastRegister))
        {
            throw new ChainFault(FaultCause.Instruction);
        }

        frame.Next += form.Slots;
        switch (form.Operation)
        {
            case Operation.Exit:
                return Return(frame.Registers[0]);
            case Operation.CallHelper:
                return Call(frame, instruction.Immediate);
            default:
                Execute(frame, instruction, form);
                return null;
        }
    }

    void Execute(ChainFrame frame, BpfInstruction instruction, InstructionForm form)
    {
        ref var target = ref frame.Registers[instruction.Destination];
        var operand = form.HasSourceRegister ? frame.Registers[instruction.Source] : (ulong)(long)instruction.Immediate;
        if (form.Writes == Fields.Destination && instruction.Destination == BpfInstruction.LastRegister)
            throw new ChainFault(FaultCause.Instruction);
        switch (form.Operation)
        {
            case Operation.LoadImmediate64:
                target = BpfInstruction.WideImmediate(frame.Code.AsSpan(), frame.Next - form.Slots);
                break;
            case Operation.Jump when !form.IsLongJump:
                frame.Next += instruction.Offset;
                break;
            case Operation.Load:
                target = Read((uint)(operand + (ulong)(long)instruction.Offset), form.Size, frame);
                break;
            case Operation.Store or Operation.StoreImmediate:
                Write((uint)(target + (ulong)(long)instruction.Offset), form.Size, operand, frame);
                break;
            case Operation.ToLittleEndian:
                target = Cut(target, form.Bits);
                break;
            case Operation.ToBigEndian:
                target = form.Bits == 64 ? BinaryPrimitives.ReverseEndianness(target)
                    : form.Bits == 32 ? BinaryPrimitives.ReverseEndianness((uint)target) : BinaryPrimitives.ReverseEndianness((ushort)target);
                break;
            case Operation.Negate when form.Bits == 64:
                target = 0 - target;
                break;
            case Operation.Move when form.Bits == 64:
                target = operand;
                break;
            default:
                if (form.Bits != 64)
                    throw new ChainFault(FaultCause.Instruction);
                if (ComparisonOf(form.Operation) is { } comparison)
                    frame.Next += ChainArithmetic.Holds(comparison, (long)target, (long)operand) ? instruction.Offset : 0;
                else if (OperatorOf(form.Operation) is { } @operator)
                    target = (ulong)ChainArithmetic.Compute(@operator, (long)target, (long)operand);
                else
                    throw new ChainFault(FaultCause.Instruction);
                break;
        }
    }

    static ulong Cut(ulong value, int bits) => bits == 64 ? value : value & ((1UL << bits) - 1);

    ulong? Call(ChainFrame frame, int immediate)
    {
        var count = ElementCalls.Arguments(immediate);
        if (count < 0)
            throw new ChainFault(FaultCause.Instruction);
        var element = (uint)frame.Registers[1];
        var arguments = frame.Registers.AsSpan(2, count);
        if ((element & ElementCalls.ChainBit) != 0)
        {
            Begin(element, arguments);
            return null;
        }

        var result = _host.Call(element, arguments, _memory) ?? throw new ChainFault(FaultCause.UnknownFunction);
        if (IsFinal(result))
            return result;
        frame.Registers[0] = result;
        return null;
    }

    void Begin(uint chain, ReadOnlySpan<ulong> arguments)
    {
        if (!_chains.TryGetValue(chain, out var code))
            throw new ChainFault(FaultCause.UnknownChain);
        if (_frames.Count == Depth)
            throw new ChainFault(FaultCause.Nesting);
        var frame = new ChainFrame(code, _charges?[chain] ?? default);
        frame.Registers[1] = chain;
        arguments.CopyTo(frame.Registers.AsSpan(2));
        frame.Registers[BpfInstruction.LastRegister] = VirtualAddress.Stack + VirtualAddress.StackSize;
        _frames.Push(frame);
    }

    ulong? Return(ulong value)
    {
        _frames.Pop();
        if (_frames.Count == 0 || IsFinal(value))
            return value;
        _frames.Peek().Registers[0] = value;
        return null;
    }

    ulong Read(uint address, int size, ChainFrame frame)
    {
        if (address == VirtualAddress.PacketLength)
            return Cut((ulong)_memory.Packet.Length, size * 8);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        Reach(address, size, frame).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    void Write(uint address, int size, ulong value, ChainFrame frame)
    {
        if (address == VirtualAddress.PacketLength)
            return; // As published: the length is read-only, silently.
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..size].CopyTo(Reach(address, size, frame));
    }

    Span<byte> Reach(uint address, int size, ChainFrame frame)
    {
        var offset = (int)(address & ((1u << Bank) - 1));
        switch (address >> Bank)
        {
            case PacketBank:
                offset -= PacketStart;
                return offset >= 0 && offset < SharedMemory.Unset && offset <= _memory.Packet.Length - size
                    ? _memory.Packet.AsSpan(offset, size)
                    : throw new ChainFault(FaultCause.Packet);
            case SharedBank when offset <= SharedMemory.Size - size:
                return _memory.Shared.AsSpan(offset, size);
            case StackBank when offset <= VirtualAddress.StackSize - size:
                return frame.Stack.AsSpan(offset, size);
            default:
                throw new ChainFault(FaultCause.Memory);
        }
    }

    static Comparison? ComparisonOf(Operation operation) => operation switch
    {
        Operation.JumpEqual => Comparison.Equal,
        Operation.JumpNotEqual => Comparison.NotEqual,
        Operation.JumpGreater => Comparison.Greater,
        Operation.JumpGreaterOrEqual => Comparison.GreaterOrEqual,
        Operation.JumpLess => Comparison.Less,
        Operation.JumpLessOrEqual => Comparison.LessOrEqual,
        Operation.JumpSignedGreater => Comparison.SignedGreater,
        Operation.JumpSignedGreaterOrEqual => Comparison.SignedGreaterOrEqual,
        Operation.JumpSignedLess => Comparison.SignedLess,
        Operation.JumpSignedLessOrEqual => Comparison.SignedLessOrEqual,
        Operation.JumpSet => Comparison.AnyBit,
        _ => null,
    };

    static BinaryOperator? OperatorOf(Operation operation) => operation switch
    {
        Operation.Add => BinaryOperator.Add,
        Operation.Subtract => BinaryOperator.Subtract,
        Operation.Multiply => BinaryOperator.Multiply,
        Operation.Divide => BinaryOperator.Divide,
        Operation.Modulo => BinaryOperator.Modulo,
        Operation.And => BinaryOperator.And,
        Operation.Or => BinaryOperator.Or,
        Operation.Xor => BinaryOperator.Xor,
        Operation.ShiftLeft => BinaryOperator.ShiftLeft,
        Operation.ShiftRight => BinaryOperator.ShiftRight,
        Operation.ArithmeticShiftRight => BinaryOperator.ArithmeticShiftRight,
        _ => null,
    };
}
