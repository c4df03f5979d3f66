using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Linking.Loading;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>Brings one object into the kernel, or gives up everything it has made so far.</summary>
sealed class ObjectLoad(BpfObject spec, KernelOptions options, IReadOnlyDictionary<string, IBpfMap>? shared) : IDisposable
{
    readonly KernelTarget _target = new(options.TargetTypes);
    readonly Dictionary<string, KernelMap> _maps = new(StringComparer.Ordinal);
    readonly Dictionary<string, KernelProgram> _programs = new(StringComparer.Ordinal);

    // What this load has made and must give up if it fails; empty once it has succeeded.
    readonly List<IDisposable> _made = [];
    readonly List<string> _pins = [];
    readonly HashSet<KernelMap> _created = [];

    /// <summary>Asks the policy about it, and makes nothing.</summary>
    public void Admit() => _ = Prepare();

    /// <summary>Loads it.</summary>
    public KernelCollection Run()
    {
        var linked = Prepare();
        if (options.RecordRedirects)
            linked = linked.ConvertAll(RedirectRecorder.Instrument);
        var types = LoadableTypes.From(spec, BtfSupport.Running);
        var image = types is null ? null : LoadableImage.Write(types, linked);
        using var loadedTypes = image is null ? null : KernelTypes.Load(image.Types, spec.Name);
        foreach (var map in spec.Maps)
            _maps.Add(map.Name, FindShared(map) ?? FindPinned(map) ?? Create(map, loadedTypes));
        var record = linked.Exists(program => program.Maps.Contains(RedirectRecorder.Record)) ? Create(RedirectRecorder.Record, null) : null;
        for (var i = 0; i < linked.Count; i++)
            LoadProgram(record, linked[i], image?.Programs[i] ?? new([], []), loadedTypes);
        FillSlots();
        if (record is not null)
            NoteRedirects(record);
        Pin();
        var collection = new KernelCollection(spec, _programs, _maps, _made, _pins);
        _made.Clear();
        _pins.Clear();
        return collection;
    }

    List<LinkedProgram> Prepare()
    {
        if (spec.IsBigEndian == BitConverter.IsLittleEndian)
            throw new KernelException($"object '{spec.Name}'", "load", Errno.InvalidArgument, "it was compiled for machines of the other byte order");
        if (spec.Maps.Any(map => map.DataSection == DataSections.Configuration))
            spec = KernelConfiguration.Running.Resolve(spec);
        var linked = Link();
        options.Policy?.Admit(linked);
        return linked;
    }

    /// <summary>Gives up what was made, unless the load has succeeded.</summary>
    public void Dispose()
    {
        foreach (var path in _pins)
            BpfFileSystem.Unpin(path);
        foreach (var made in _made)
            made.Dispose();
        _target.Dispose();
    }

    List<LinkedProgram> Link()
    {
        var programs = Selected();
        var needsTarget = spec.Functions.Concat(programs.Select(program => program.Function))
            .Any(function => !function.CoreRelocations.IsEmpty);
        var link = new LinkOptions
        {
            TargetTypes = needsTarget ? _target.Types : null,
            ModuleTypes = needsTarget ? _target.ModuleTypes : [],
            KernelSymbols = _target,
        };
        return programs.ConvertAll(program => Linker.Link(spec, program, link));
    }

    List<ProgramSpec> Selected()
    {
        if (options.Programs is not { } names)
            return [.. spec.Programs.Where(program => program.AutoLoad)];
        return [.. names.Select(name => spec.FindProgram(name) ?? throw new ArgumentException(
            $"{spec.Name}: found no program '{name}', expected one of {string.Join(", ", spec.Programs.Select(program => program.Name))}"))];
    }

    KernelMap? FindShared(MapSpec map)
    {
        if (shared is null || !shared.TryGetValue(map.Name, out var live))
            return null;
        if (live is not KernelMap kernel)
            throw new ArgumentException($"map '{map.Name}' is not a map of the kernel");
        if (options.Policy is not null && map.IsFrozen)
            throw new LoadRefusedException($"map '{map.Name}': a live map stands for constants that proofs rest on");
        if (MapDifference.Describe(map, kernel.Spec) is { } difference)
            throw new ArgumentException($"map '{map.Name}': the shared map has {difference}");
        return kernel;
    }

    KernelMap? FindPinned(MapSpec map)
    {
        if (!map.PinByName)
            return null;
        var path = PinPath(map);
        if (BpfFileSystem.TryOpenMap(path) is not { } pinned)
            return null;
        _made.Add(pinned);
        return MapDifference.Describe(map, pinned.Spec) is { } difference
            ? throw new PinMismatchException(path, map, pinned.Spec, difference)
            : pinned;
    }

    string PinPath(MapSpec map) => Path.Combine(options.PinFolder, map.Name);

    KernelMap Create(MapSpec map, BpfDescriptor? types)
    {
        var created = MapCreation.Create(map, types);
        _made.Add(created);
        _created.Add(created);
        MapCreation.Fill(created);
        return created;
    }

    void LoadProgram(KernelMap? record, LinkedProgram program, LoadableProgram annotations, BpfDescriptor? types)
    {
        var maps = program.Maps.Select(map => map == RedirectRecorder.Record ? record! : _maps[map.Name]).ToArray();
        var loaded = new ProgramLoader(program, maps, annotations, types, _target).Load(options.LogLevel);
        _made.Add(loaded);
        _programs.Add(program.Name, loaded);
    }

    void NoteRedirects(KernelMap record)
    {
        var redirects = new RedirectRecord(record, _maps.Values);
        _made.Add(redirects);
        foreach (var program in _programs.Values)
            program.Redirects = redirects;
    }

    // A map that was there before keeps its entries, but for the programs, which are this object's (libbpf's rule).
    void FillSlots()
    {
        foreach (var map in _maps.Values)
        {
            var isPrograms = map.Spec.Type == MapType.ProgramArray;
            if (!isPrograms && !_created.Contains(map))
                continue;
            foreach (var (index, symbol) in spec.FindMap(map.Spec.Name)?.InitialSlots ?? [])
            {
                if (isPrograms && _programs.TryGetValue(symbol, out var program))
                    map.SetEntry(index, program);
                else if (!isPrograms)
                    map.SetEntry(index, _maps[symbol]);
            }
        }
    }

    void Pin()
    {
        foreach (var map in _created.Where(map => map.Spec.PinByName))
        {
            var path = PinPath(map.Spec);
            BpfFileSystem.Pin(map.Descriptor, path, $"map '{map.Spec.Name}'");
            _pins.Add(path);
        }
    }
}
