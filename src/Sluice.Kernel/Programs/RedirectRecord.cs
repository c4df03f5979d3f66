using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Loading;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

/// <summary>Reads where programs have redirected to (see <see cref="RedirectRecorder"/>).</summary>
sealed unsafe class RedirectRecord : IDisposable
{
    static readonly MapTypeSet s_targets = [MapType.DevMap, MapType.DevMapHash, MapType.CpuMap, MapType.XskMap];

    readonly MappedMemory _memory;
    readonly Dictionary<ulong, KernelMap> _maps;

    /// <summary>Reads from the array that programs write to.</summary>
    /// <param name="record">The array.</param>
    /// <param name="maps">The maps of the object, among which are those that name targets.</param>
    public RedirectRecord(KernelMap record, IEnumerable<KernelMap> maps)
    {
        _maps = Addresses([.. maps.Where(map => s_targets.Contains(map.Spec.Type))]);
        _memory = new(record.Descriptor, 0, Environment.SystemPageSize, writable: true, $"map '{record.Spec.Name}'");
    }

    /// <summary>Forgets the last target.</summary>
    public void Clear() => new Span<byte>(_memory.Address, RedirectRecorder.Record.ValueSize).Clear();

    /// <summary>The target of the last redirect.</summary>
    public Redirect Read()
    {
        var words = (ulong*)_memory.Address;
        return words[2] == 0
            ? new((int)words[0], Flags: words[1])
            : new(0, _maps.GetValueOrDefault(words[2]), (uint)words[0], words[1]);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    // The kernel knows a map by its address, and tells it to none but programs: one writes down those of all maps.
    static Dictionary<ulong, KernelMap> Addresses(KernelMap[] maps)
    {
        const int shortestPacket = 14;
        if (maps.Length == 0)
            return [];
        using var found = MapCreation.Create(new("map_addresses", MapType.Array, sizeof(int), maps.Length * sizeof(ulong), 1));
        var text = string.Concat(Enumerable.Range(0, maps.Length).Select(i => $"""
            r1 = map[idx:{i}]
            r2 = map[idx:{maps.Length}][0] + {i * sizeof(ulong)}
            *(u64 *)(r2 + 0) = r1

            """)) + "r0 = 2\nexit";
        var instructions = Assembler.Assemble(text);
        var linked = new LinkedProgram
        {
            Spec = new() { Function = new() { Name = "map_addresses", Section = "xdp", Instructions = instructions }, Type = ProgramType.Xdp },
            Instructions = instructions,
            Functions = [],
            License = "GPL",
        };
        using var target = new KernelTarget(null);
        using var program = new ProgramLoader(linked, [.. maps, found], new LoadableProgram([], []), null, target).Load(VerifierLogLevel.OnFailure);
        _ = program.Run(stackalloc byte[shortestPacket]);
        var addresses = new byte[found.ValueBufferSize];
        MapCreation.Require(found, "read", found.Lookup(new byte[sizeof(int)], addresses));
        return Enumerable.Range(0, maps.Length).ToDictionary(i => BitConverter.ToUInt64(addresses, i * sizeof(ulong)), i => maps[i]);
    }
}
