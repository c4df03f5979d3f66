using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;

namespace Sluice.Kernel.Attachments;

/// <summary>XDP programs: one link, and in it the one program, or a dispatcher put together of several.</summary>
sealed class XdpAttacher(AttachmentFolder folder, NetworkInterface device, KernelOptions options)
    : HookAttacher(folder, device, InterfaceHook.Xdp, options)
{
    string Pin => Folder.LinkPath(Hook);

    /// <inheritdoc/>
    public override AttachedProgram Attach(AttachmentRequest request)
    {
        using var link = AttachmentFolder.TryOpenLink(Pin);
        using var old = link is null ? null : OpenedProgram.Open(link.ProgramId);
        var parts = PartsOf(old, request.Program);
        var present = parts.FirstOrDefault(part => part.Program == request.Program);
        Demand(request, present is not null);
        if (link is not null && request.Mode != XdpMode.Auto && Interfaces.Xdp(Device.Index) is { } there && there.Mode != request.Mode)
            throw Refused(request.Program, Errno.Busy, $"programs are attached there already, in {there.Mode} mode");
        if (Options.Policy is not null)
        {
            using var engine = new KernelEngine(Options with { Programs = WithTailCalls(request.Object, request.Program) });
            engine.Admit(request.Object);
        }

        var spec = FrozenConfiguration.Of(request.Object);
        var part = new AttachedPart(request.Program, RunOf(request, present?.Run),
            ImmutableCollectionsMarshal.AsImmutableArray(ElfWriter.Write(spec)), spec.Name,
            present is null ? ImmutableDictionary<string, int>.Empty : Kept(present.Maps, request.Object));
        var all = Sorted(present is null ? parts.Add(part) : parts.Replace(present, part));
        using var foreign = link is null ? ForeignXdp.Find(Device) : null;
        if (foreign is not null && !request.Force)
            throw Refused(request.Program, Errno.Busy, $"{foreign.Describe()}, or give --force");
        var id = Load(all, part, spec, program =>
        {
            if (link is not null)
                link.Replace(program, old!);
            else
                AttachFirst(program, request.Mode, foreign);
        });
        return new(Device, Hook, part.Program, part.Run, id);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<AttachedProgram> List()
    {
        using var link = AttachmentFolder.TryOpenLink(Pin);
        if (link is null || KernelPrograms.Find(link.ProgramId) is not { } program)
            return [];
        return AttachmentRecord.Of(program) is { } record
            ? [.. record.Parts.Select(part => new AttachedProgram(Device, Hook, part.Program, part.Run, program.Id))]
            : [new(Device, Hook, program.Name, RunConfiguration.Default, program.Id)];
    }

    /// <inheritdoc/>
    public override void Detach(IReadOnlySet<string> programs)
    {
        using var link = AttachmentFolder.TryOpenLink(Pin);
        if (link is null)
            return;
        using var old = OpenedProgram.Open(link.ProgramId);
        var rest = (AttachmentRecord.Of(old.Description)?.Parts ?? []).RemoveAll(part => programs.Contains(part.Program));
        if (rest.IsEmpty)
        {
            link.Detach();
            BpfFileSystem.Unpin(Pin);
        }
        else
        {
            Load(rest, null, null, replacement => link.Replace(replacement, old));
        }
    }

    ImmutableArray<AttachedPart> PartsOf(OpenedProgram? old, string program)
    {
        if (old is null)
            return [];
        return AttachmentRecord.Of(old.Description)?.Parts ?? throw Refused(program, Errno.Busy,
            $"program '{old.Description.Name}' is there without a record of what it was made of: detach it first");
    }

    static ImmutableArray<AttachedPart> Sorted(ImmutableArray<AttachedPart> parts) =>
        [.. parts.OrderBy(part => part.Run.Priority).ThenBy(part => part.Program, StringComparer.Ordinal)];

    // A link that is not pinned yet goes with the process.
    void AttachFirst(KernelProgram program, XdpMode mode, ForeignXdp? foreign)
    {
        foreign?.Detach();
        try
        {
            using var attached = KernelLink.AttachXdp(program, Device.Index, mode);
            Folder.Create();
            attached.Pin(Pin);
        }
        catch
        {
            foreign?.Restore();
            throw;
        }
    }

    // The one that is new or changed comes with its object; those of the others are in their records.
    int Load(ImmutableArray<AttachedPart> parts, AttachedPart? changed, BpfObject? spec, Action<KernelProgram> put)
    {
        var objects = parts.Select(part => ForXdp(part == changed ? spec! : part.Object)).ToArray();
        // The policy was asked about each program when it came.
        var unasked = Options with { Policy = null };
        // One whose verdict is the whole's needs nobody to call it.
        if (parts is [var only] && (only.Run.ChainActions & ~RunConfiguration.Default.ChainActions) == 0)
        {
            return Load(unasked, objects[0], only.Program, only.Maps,
                idOf => new([only with { Maps = Ids(objects[0].Maps.Select(map => (map.Name, idOf(map.Name)))) }]), put);
        }

        var dispatcher = Compose(parts, objects);
        var shared = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var (name, composed) in dispatcher.MapsOf(i))
            {
                if (parts[i].Maps.TryGetValue(name, out var id))
                    shared[composed] = id;
            }
        }

        return Load(unasked, dispatcher.Object, XdpDispatcher.Name, shared, idOf => new([.. parts.Select((part, index) =>
            part with { Maps = Ids(dispatcher.MapsOf(index).Select(map => (map.Key, idOf(map.Value)))) })]), put);
    }

    // One link takes, and one array calls, programs of one expected place only; sections that are not called 'xdp' leave it open.
    static BpfObject ForXdp(BpfObject spec) => spec with
    {
        Programs = [.. spec.Programs.Select(program => program is { Type: ProgramType.Xdp, AttachType: null } ? program with { AttachType = AttachType.Xdp } : program)],
    };

    XdpDispatcher Compose(ImmutableArray<AttachedPart> parts, BpfObject[] objects)
    {
        try
        {
            return XdpDispatcher.Of([.. parts.Select((part, index) => (objects[index], part.Program, part.Run))]);
        }
        catch (BpfComposeException error)
        {
            throw Refused(string.Join(", ", parts.Select(part => part.Program)), Errno.InvalidArgument, $"they do not go together: {error.Message}");
        }
    }

    static ImmutableDictionary<string, int> Ids(IEnumerable<(string Name, int? Id)> maps) =>
        maps.Where(map => map.Id is not null).ToImmutableDictionary(map => map.Name, map => map.Id!.Value);
}
