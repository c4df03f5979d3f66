using Sluice.Runtime.Interpreter;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Execution;

/// <summary>An interpreted program that stands before an instruction.</summary>
public readonly unsafe ref struct ExecutionState
{
    readonly Cpu _cpu;
    readonly ulong* _registers;
    readonly int _depth;

    internal ExecutionState(RuntimeProgram program, Cpu cpu, int slot, ulong* registers, int depth)
    {
        (Program, _cpu, Slot, _depth) = (program, cpu, slot, depth);
        _registers = registers;
    }

    /// <summary>The program.</summary>
    public RuntimeProgram Program { get; }

    /// <summary>The instruction's slot.</summary>
    public int Slot { get; }

    /// <summary>Functions of the program that are open, callbacks included.</summary>
    public int FrameCount => (int)((_cpu.EntryFrame - (byte*)_registers[10]) / Cpu.FrameSize) + 1;

    /// <summary>The context's address.</summary>
    public ulong Context => (ulong)_cpu.Context;

    /// <summary>The packet.</summary>
    public PacketBuffer Packet => _cpu.Packet;

    /// <summary>A register of the running function.</summary>
    /// <param name="number">0 to 10.</param>
    public ulong Register(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)number, (uint)CallFrames.RegisterCount - 1, nameof(number));
        return _registers[number];
    }

    /// <summary>A register of a function that waits for the running one to return.</summary>
    /// <param name="up">1 for the caller, 2 for its caller…</param>
    /// <param name="number">0 to 10.</param>
    /// <param name="value">The register.</param>
    /// <returns>False beyond a helper that called back: its caller's registers are out of reach.</returns>
    public bool TryCallerRegister(int up, int number, out ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(up);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)number, (uint)CallFrames.RegisterCount - 1, nameof(number));
        value = up <= _depth ? _registers[number - (up * CallFrames.RegisterCount)] : 0;
        return up <= _depth;
    }

    /// <summary>The frames of all open functions, the running one's first.</summary>
    public ReadOnlySpan<byte> Stack => new((byte*)_registers[10] - Cpu.FrameSize, FrameCount * Cpu.FrameSize);

    /// <summary>The live maps, in the order of the linked program.</summary>
    public IReadOnlyList<RuntimeMap> Maps => Program.Code.Maps;

    /// <summary>The records of ring buffers that the program holds: where each starts, and its bytes.</summary>
    public IEnumerable<(ulong Start, ulong Length)> Records =>
        _cpu.Resources.IsEmpty ? [] : _cpu.Resources.Ranges.Select(range => (range.Start, range.Length));
}
