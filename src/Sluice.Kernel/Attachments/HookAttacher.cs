using System.Collections.Immutable;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Attachments;

/// <summary>Attaches to stay, at one hook of one interface.</summary>
abstract class HookAttacher(AttachmentFolder folder, NetworkInterface device, InterfaceHook hook, KernelOptions options)
{
    /// <summary>Where its pins are.</summary>
    protected AttachmentFolder Folder { get; } = folder;

    /// <summary>The interface.</summary>
    protected NetworkInterface Device { get; } = device;

    /// <summary>The hook.</summary>
    protected InterfaceHook Hook { get; } = hook;

    /// <summary>How objects are loaded.</summary>
    protected KernelOptions Options { get; } = options;

    /// <summary>The one for a hook.</summary>
    public static HookAttacher For(AttachmentFolder folder, NetworkInterface device, InterfaceHook hook, KernelOptions options) => hook switch
    {
        InterfaceHook.Xdp => new XdpAttacher(folder, device, options),
        InterfaceHook.TcxIngress or InterfaceHook.TcxEgress => new TcxAttacher(folder, device, hook, options),
        _ => new TcAttacher(folder, device, hook, options),
    };

    /// <summary>Attaches a program, or puts it in the place of another.</summary>
    public abstract AttachedProgram Attach(AttachmentRequest request);

    /// <summary>What is attached this way, in the order in which it runs.</summary>
    public abstract IReadOnlyList<AttachedProgram> List();

    /// <summary>Detaches those of these names.</summary>
    public abstract void Detach(IReadOnlySet<string> programs);

    /// <summary>The programs to load for one: itself, and those that it reaches by tail calls.</summary>
    protected static HashSet<string> WithTailCalls(BpfObject spec, string program) => [program, .. TailCalls.Of(spec, program).Programs];

    /// <summary>The error for a program that is there, or is not, against what was asked for.</summary>
    protected KernelException Refused(string program, Errno error, string reason) =>
        new($"program '{program}'", $"attach to {Device.Name} at {AttachmentFolder.Text(Hook)}", error, reason);

    /// <summary>Demands that a program is there if it is to be replaced, and is not if not.</summary>
    protected void Demand(AttachmentRequest request, bool isThere)
    {
        if (isThere && !request.Replace)
            throw Refused(request.Program, Errno.Exists, "it is attached already: replace it, or detach it first");
        if (!isThere && request.Replace)
            throw Refused(request.Program, Errno.NotFound, "it is not attached, so there is nothing to replace");
    }

    /// <summary>When a program shall run.</summary>
    protected static RunConfiguration RunOf(AttachmentRequest request, RunConfiguration? present)
    {
        var own = RunConfiguration.Of(request.Object, request.Program);
        return own with { Priority = request.Priority ?? present?.Priority ?? own.Priority };
    }

    /// <summary>Those maps of an attached program that the next one of its name goes on with: of the same name and shape, but for
    /// constants and global variables.</summary>
    protected static ImmutableDictionary<string, int> Kept(ImmutableDictionary<string, int> maps, BpfObject spec)
    {
        var kept = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (name, id) in maps)
        {
            if (spec.FindMap(name) is not { IsGlobalData: false } wanted || TryOpen(id) is not { } map)
                continue;
            using (map)
            {
                if (MapDifference.Describe(wanted, map.Spec) is null)
                    kept.Add(name, id);
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>Loads a program, makes it hold its record, pins its arrays of programs, and then does something with it; when that
    /// fails, nothing is left of it all.</summary>
    /// <param name="options">How the object is loaded.</param>
    /// <param name="spec">The object.</param>
    /// <param name="program">The program.</param>
    /// <param name="shared">The ids of maps to use in place of its own, by name.</param>
    /// <param name="record">Makes the record, of the ids of its maps.</param>
    /// <param name="put">What to do.</param>
    /// <returns>The program's id.</returns>
    protected int Load(
        KernelOptions options, BpfObject spec, string program, IReadOnlyDictionary<string, int> shared, Func<Func<string, int?>, AttachmentRecord> record,
        Action<Programs.KernelProgram> put)
    {
        var live = new Dictionary<string, IBpfMap>(StringComparer.Ordinal);
        var pins = new List<string>();
        KernelCollection? loaded = null;
        try
        {
            foreach (var (name, id) in shared)
            {
                if (TryOpen(id) is { } map)
                    live.Add(name, map);
            }

            // Arrays that only other programs of the object use have nobody to fill them.
            var calls = TailCalls.Of(spec, program);
            var needed = spec with { Maps = [.. spec.Maps.Where(map => map.Type != MapType.ProgramArray || calls.Arrays.Contains(map.Name))] };
            using var engine = new KernelEngine(options with { Programs = WithTailCalls(spec, program) });
            loaded = engine.Load(needed, live);
            var attached = loaded.Programs[program];
            record(name => loaded.Maps.TryGetValue(name, out var map) ? map.Id : null).BindTo(attached);
            pins = Folder.PinArrays(loaded.Maps.Values);
            put(attached);
            return attached.Id;
        }
        catch
        {
            pins.ForEach(Kernel.Pins.BpfFileSystem.Unpin);
            loaded?.RemoveNewPins();
            throw;
        }
        finally
        {
            loaded?.Dispose();
            foreach (var map in live.Values)
                map.Dispose();
        }
    }

    static KernelMap? TryOpen(int id) =>
        ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id) is { } descriptor ? KernelMap.Adopt(descriptor, $"map {id}") : null;
}
