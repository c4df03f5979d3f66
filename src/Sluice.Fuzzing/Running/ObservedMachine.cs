using System.Buffers.Binary;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Verifier.Inspection;

namespace Sluice.Fuzzing.Running;

/// <summary>The in-process engine's machine, as the verifier asks about it; taken anew before each instruction.</summary>
sealed unsafe class ObservedMachine : IConcreteMachine
{
    const int Registers = 11, MaxFrames = Cpu.MaxFrames;

    readonly ulong[] _registers = new ulong[Registers];
    readonly (ulong Value, bool IsKnown)[] _callers = new (ulong, bool)[MaxFrames * Registers];
    readonly byte[] _stack = new byte[MaxFrames * Cpu.FrameSize];
    readonly List<(ulong Start, ulong Length)> _records = [];
    IReadOnlyList<RuntimeMap> _maps = [];
    ulong _bottom;

    /// <summary>Takes what may be asked for out of a state.</summary>
    public void Take(in ExecutionState state)
    {
        for (var number = 0; number < Registers; number++)
            _registers[number] = state.Register(number);
        (FrameCount, Context, _maps) = (state.FrameCount, state.Context, state.Maps);
        (PacketStart, PacketEnd, PacketMeta) = ((ulong)state.Packet.Data, (ulong)state.Packet.DataEnd, (ulong)state.Packet.Meta);
        for (var up = 1; up < FrameCount; up++)
        {
            for (var number = 0; number < Registers; number++)
            {
                var isKnown = state.TryCallerRegister(up, number, out var value);
                _callers[((FrameCount - 1 - up) * Registers) + number] = (value, isKnown);
            }
        }

        _bottom = _registers[10] - Cpu.FrameSize;
        state.Stack.CopyTo(_stack);
        _records.Clear();
        _records.AddRange(state.Records);
    }

    /// <inheritdoc/>
    public int FrameCount { get; private set; }

    /// <inheritdoc/>
    public ulong Context { get; private set; }

    /// <inheritdoc/>
    public ulong PacketStart { get; private set; }

    /// <inheritdoc/>
    public ulong PacketEnd { get; private set; }

    /// <inheritdoc/>
    public ulong PacketMeta { get; private set; }

    /// <inheritdoc/>
    public ulong Register(int number) => _registers[number];

    /// <inheritdoc/>
    public bool TryRegister(int depth, int number, out ulong value)
    {
        (value, var isKnown) = _callers[(depth * Registers) + number];
        return isKnown;
    }

    /// <inheritdoc/>
    public ulong FrameTop(int depth) => _registers[10] + ((ulong)(FrameCount - 1 - depth) * Cpu.FrameSize);

    /// <inheritdoc/>
    public ulong ReadStack(ulong address, int size)
    {
        var bytes = _stack.AsSpan((int)(address - _bottom), size);
        if (size == sizeof(ulong))
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong value = 0;
        for (var index = size - 1; index >= 0; index--)
            value = (value << 8) | bytes[index];
        return value;
    }

    /// <inheritdoc/>
    public bool IsMap(int map, ulong value) => Candidates(map).Any(candidate => (ulong)candidate.Header == value);

    /// <inheritdoc/>
    public bool HasMapValue(int map, ulong first, ulong last)
    {
        foreach (var candidate in Candidates(map))
        {
            var header = candidate.Header;
            if (!candidate.HasReachableValues)
                return true; // Its values lie where nobody but the engine knows.
            var (from, to) = ((long)first - (long)header->Values, (long)last - (long)header->Values);
            var start = from <= 0 ? 0 : (from + header->Stride - 1) / header->Stride * header->Stride;
            if (start <= to && start < (long)header->ValuesLength)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool HasRecord(ulong address, long size) =>
        _records.Exists(record => address >= record.Start && address + (ulong)size <= record.Start + record.Length);

    IEnumerable<RuntimeMap> Candidates(int map) => map < _maps.Count ? [_maps[map]] : _maps[map - _maps.Count].InnerMaps;
}
