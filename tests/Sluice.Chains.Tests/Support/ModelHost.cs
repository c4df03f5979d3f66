using System.Buffers.Binary;
using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Reference;

namespace Sluice.Chains.Tests.Support;

/// <summary>A unit on the reference machine, with functions written anew in C#: what everything else is compared with.</summary>
sealed class ModelHost : IChainHost
{
    const string Config = "hike_default.map_app_cfg";
    const ulong Final = 1UL << 63;
    const ulong NoTransport = (0x1ffUL << 16) | SharedMemory.Unset;

    readonly ChainUnit _unit;
    readonly BytecodeUnit _bytecode;
    readonly Dictionary<uint, FunctionReference> _functions = [];
    readonly ChainMachine _machine;

    public ModelHost(ChainUnit unit)
    {
        _unit = unit;
        var ids = unit.Chains.Select((chain, index) => (chain.Name, Id: (uint)index + 1)).ToDictionary(chain => chain.Name, chain => chain.Id);
        _bytecode = BytecodeGenerator.Generate(unit, ids, function =>
        {
            _functions.Add((uint)_functions.Count, function);
            return (uint)_functions.Count - 1;
        });
        foreach (var entry in unit.Entries.Where(entry => entry.Chains.IsEmpty))
            Map(entry.Map)[Convert.ToHexString(entry.Key.AsSpan())] = [.. entry.Value];
        _machine = new(_bytecode.Chains.ToDictionary(chain => chain.Id, chain => chain.Instructions), this,
            _bytecode.Chains.ToDictionary(chain => chain.Id, chain => chain.Charges));
    }

    /// <summary>The maps: name, key in hexadecimal, value.</summary>
    public SortedDictionary<string, SortedDictionary<string, byte[]>> Maps { get; } = new(StringComparer.Ordinal);

    /// <summary>What is in those maps that an engine has, as <see cref="RunningScript.Maps"/> says it: one that nothing refers
    /// to is left out of an object.</summary>
    public string Describe(IReadOnlySet<string> names)
    {
        var text = new StringBuilder();
        foreach (var (map, entries) in Maps.OrderBy(map => Symbol(map.Key), StringComparer.Ordinal).Where(map => names.Contains(Symbol(map.Key))))
        {
            foreach (var (key, value) in entries.Where(entry => !IsArray(map) || entry.Value.AsSpan().ContainsAnyExcept((byte)0)))
                text.Append($"{Symbol(map)}[{key}] = {Text(map, value)}\n");
        }

        return text.ToString();
    }

    /// <summary>Runs the first chain for an IPv6 packet, as the loader does.</summary>
    public (ChainResult Result, byte[] Packet) Run(byte[] packet)
    {
        var memory = new ChainMemory([.. packet]);
        var network = 14;
        while (BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(network - 2)) is 0x8100 or 0x88a8)
            network += 4;
        memory.SetCursor(SharedMemory.PayloadOffset, network);
        memory.SetCursor(SharedMemory.NetworkOffset, network);
        memory.SetCursor(SharedMemory.TransportOffset, SharedMemory.Unset);
        var result = _machine.Run(1 | ElementCalls.ChainBit, memory);
        return (result, memory.Packet);
    }

    public ulong? Call(uint function, ReadOnlySpan<ulong> arguments, ChainMemory memory)
    {
        var called = _functions[function];
        if (called.Package == MapAccessor.Package)
            return Access(_bytecode.Accessors.First(accessor => accessor.Reference == called).Code, arguments, memory);
        return called.FullName switch
        {
            "hike_default.hike_drop" => Final | 1,
            "hike_default.hike_pass" => Final | 2,
            "hike_default.monitor" => Monitor((uint)arguments[0]),
            "hike_default.app_cfg_load" => Map(Config).GetValueOrDefault(Convert.ToHexString(BitConverter.GetBytes((uint)arguments[0]))) is { } value
                ? BitConverter.ToUInt32(value)
                : unchecked((ulong)-2L),
            "hike_default.app_cfg_store" => Store((uint)arguments[0], (uint)arguments[1]),
            "packet.transport" => Transport(memory),
            _ => null,
        };
    }

    ulong Store(uint key, uint value)
    {
        BitConverter.TryWriteBytes(Entry(Config, BitConverter.GetBytes(key), sizeof(uint)), value);
        return 0;
    }

    ulong Monitor(uint @event)
    {
        var value = Entry("hike_default.map_pcpu_mon", BitConverter.GetBytes(@event), 8);
        BinaryPrimitives.WriteUInt64LittleEndian(value, BinaryPrimitives.ReadUInt64LittleEndian(value) + 1);
        return 0;
    }

    // RFC 8200 section 4: over extension headers to the first header that is none.
    static ulong Transport(ChainMemory memory)
    {
        memory.SetCursor(SharedMemory.TransportOffset, SharedMemory.Unset);
        var packet = memory.Packet;
        var at = memory.Cursor(SharedMemory.NetworkOffset);
        if (at >= 2 && at + 20 <= packet.Length && BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at - 2)) == 0x0800)
            return Transport4(memory, at);
        if (at < 2 || at >= SharedMemory.Unset || at + 40 > packet.Length
            || BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at - 2)) != 0x86dd || packet[at] >> 4 != 6)
        {
            return NoTransport;
        }

        int next = packet[at + 6];
        at += 40;
        while (next is 0 or 43 or 60 or 44 or 51)
        {
            if (at + 8 > packet.Length)
                return NoTransport;
            var length = next switch { 44 => 8, 51 => (packet[at + 1] * 4) + 8, _ => (packet[at + 1] * 8) + 8 };
            if (at + length > packet.Length || (next == 44 && (BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 2)) & 0xfff8) != 0))
                return NoTransport;
            next = packet[at];
            at += length;
        }

        memory.SetCursor(SharedMemory.TransportOffset, at);
        return ((ulong)next << 16) | (uint)at;
    }

    static ulong Transport4(ChainMemory memory, int network)
    {
        var packet = memory.Packet;
        var at = network + ((packet[network] & 15) * 4);
        if (packet[network] >> 4 != 4 || (packet[network] & 15) < 5 || (BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(network + 6)) & 0x1fff) != 0 || at > packet.Length)
            return NoTransport;
        memory.SetCursor(SharedMemory.TransportOffset, at);
        return ((ulong)packet[network + 9] << 16) | (uint)at;
    }

    // Accessors are straight code: shared loads, and one access to a map.
    ulong Access(ChainFunction code, ReadOnlySpan<ulong> arguments, ChainMemory memory)
    {
        var registers = new ulong[code.RegisterCount];
        arguments.CopyTo(registers);
        foreach (var operation in code.Blocks[0].Operations)
        {
            switch (operation)
            {
                case SharedLoadOperation load:
                    registers[load.Destination] = BinaryPrimitives.ReadUInt64LittleEndian(memory.Shared.AsSpan(load.Offset));
                    break;
                case MapLookupOperation lookup:
                    var found = Find(lookup.Map, Bytes(lookup.Key, KeySize(lookup.Map), registers));
                    if (lookup.Found >= 0)
                        registers[lookup.Found] = found is null ? 0u : 1u;
                    else
                        registers[lookup.Destination] = found is null ? 0 : Read(found.AsSpan(lookup.Offset, lookup.Size), lookup.IsBigEndian);
                    break;
                case MapStoreOperation store:
                    var value = Entry(store.Map, Convert.FromHexString(Bytes(store.Key, KeySize(store.Map), registers)), _unit.FindMap(store.Map)!.ValueSize);
                    foreach (var field in store.Fields)
                        Write(value.AsSpan(field.Offset, field.Size), Value(field.Value, registers), field.IsBigEndian);
                    break;
                case MapDeleteOperation delete:
                    registers[delete.Destination] = Map(delete.Map).Remove(Bytes(delete.Key, KeySize(delete.Map), registers)) ? 0 : unchecked((ulong)-2L);
                    break;
            }
        }

        // No value of a map is a verdict: sluice_value of bpf/include/sluice/verdict.h.
        var result = Value(((ReturnTerminator)code.Blocks[0].Terminator).Value, registers);
        return result >> 8 == Final >> 8 ? result & ~Final : result;
    }

    // An array has all its entries from the start.
    byte[]? Find(string map, string key)
    {
        if (!Map(map).TryGetValue(key, out var value) && IsArray(map) && BitConverter.ToUInt32(Convert.FromHexString(key)) < _unit.FindMap(map)!.Spec!.MaxEntries)
            Map(map).Add(key, value = new byte[_unit.FindMap(map)!.ValueSize]);
        return value;
    }

    bool IsArray(string map) => _unit.FindMap(map)?.Spec?.Type is MapType.Array or MapType.PerCpuArray;

    int KeySize(string map) => _unit.FindMap(map)!.KeySize;

    byte[] Entry(string map, byte[] key, int size)
    {
        var entries = Map(map);
        if (!entries.TryGetValue(Convert.ToHexString(key), out var value))
            entries.Add(Convert.ToHexString(key), value = new byte[size]);
        return value;
    }

    SortedDictionary<string, byte[]> Map(string name)
    {
        if (!Maps.TryGetValue(name, out var map))
            Maps.Add(name, map = new(StringComparer.Ordinal));
        return map;
    }

    static string Symbol(string map) => map[(map.LastIndexOf('.') + 1)..];

    string Text(string map, byte[] value)
    {
        var isPerCpu = _unit.FindMap(map)?.Spec?.IsPerCpu ?? map == "hike_default.map_pcpu_mon";
        return isPerCpu ? $"{Read(value, false)}" : Convert.ToHexString(value);
    }

    static string Bytes(IEnumerable<FieldValue> fields, int size, ulong[] registers)
    {
        var bytes = new byte[size];
        foreach (var field in fields)
            Write(bytes.AsSpan(field.Offset, field.Size), Value(field.Value, registers), field.IsBigEndian);
        return Convert.ToHexString(bytes);
    }

    static ulong Value(Operand operand, ulong[] registers) => operand.IsConstant ? (ulong)operand.Constant : registers[operand.Register];

    static ulong Read(ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        ulong value = 0;
        for (var at = 0; at < bytes.Length; at++)
            value |= (ulong)bytes[at] << (8 * (isBigEndian ? bytes.Length - 1 - at : at));
        return value;
    }

    static void Write(Span<byte> bytes, ulong value, bool isBigEndian)
    {
        for (var at = 0; at < bytes.Length; at++)
            bytes[at] = (byte)(value >> (8 * (isBigEndian ? bytes.Length - 1 - at : at)));
    }
}
