using System.Collections.Immutable;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Attachments;

/// <summary>TCX programs: each has a link of its own, placed among the others by its priority.</summary>
sealed class TcxAttacher(AttachmentFolder folder, NetworkInterface device, InterfaceHook hook, KernelOptions options)
    : HookAttacher(folder, device, hook, options)
{
    // How often somebody else may change the hook between looking and attaching.
    const int Tries = 100;

    AttachType Type => Hook == InterfaceHook.TcxIngress ? AttachType.TcxIngress : AttachType.TcxEgress;

    /// <inheritdoc/>
    public override AttachedProgram Attach(AttachmentRequest request)
    {
        var path = Folder.LinkPath(Hook, request.Program);
        using var link = AttachmentFolder.TryOpenLink(path);
        Demand(request, link is not null);
        using var old = link is null ? null : OpenedProgram.Open(link.ProgramId);
        var present = old is null ? null : AttachmentRecord.Of(old.Description)?.Parts[0];
        var run = RunOf(request, present?.Run);
        if (present is not null && present.Run.Priority != run.Priority)
            throw Refused(request.Program, Errno.InvalidArgument, $"it has priority {present.Run.Priority}: detach it first to give it another");
        var kept = present is null ? [] : Kept(present.Maps, request.Object);
        var id = Load(Options, request.Object, request.Program, kept, idOf => new([Part(request, run, idOf)]), program =>
        {
            if (link is not null)
            {
                link.Replace(program, old!);
                return;
            }

            using var attached = Place(program, run);
            Folder.Create();
            attached.Pin(path);
        });
        return new(Device, Hook, request.Program, run, id);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<AttachedProgram> List()
    {
        var ours = Ours();
        return [.. Interfaces.Tcx(Device.Index, Type).Programs
            .Where(entry => ours.ContainsKey(entry.LinkId)).Select(entry => ours[entry.LinkId])];
    }

    /// <inheritdoc/>
    public override void Detach(IReadOnlySet<string> programs)
    {
        foreach (var path in programs.Select(program => Folder.LinkPath(Hook, program)))
        {
            using (var link = AttachmentFolder.TryOpenLink(path))
                link?.Detach();
            Pins.BpfFileSystem.Unpin(path);
        }
    }

    /// <summary>What the record says of a program that is alone.</summary>
    public static AttachedPart Part(AttachmentRequest request, RunConfiguration run, Func<string, int?> idOf) => new(
        request.Program, run, [], request.Object.Name,
        request.Object.Maps.Where(map => idOf(map.Name) is not null).ToImmutableDictionary(map => map.Name, map => idOf(map.Name)!.Value));

    // Before the first of ours that shall run later, else behind the last of ours, else behind all.
    KernelLink Place(Programs.KernelProgram program, RunConfiguration run)
    {
        for (var tries = Tries; ; tries--)
        {
            var ours = Ours();
            var state = Interfaces.Tcx(Device.Index, Type);
            var place = TcxPlace.Last;
            foreach (var entry in state.Programs)
            {
                if (!ours.TryGetValue(entry.LinkId, out var other))
                    continue;
                if (other.Run.Priority > run.Priority)
                {
                    place = TcxPlace.BeforeLink(entry.LinkId);
                    break;
                }

                place = TcxPlace.AfterLink(entry.LinkId);
            }

            try
            {
                return KernelLink.AttachTcx(program, Device.Index, Type, place with { ExpectedRevision = state.Revision });
            }
            catch (KernelException error) when (error.Error is Errno.Stale or Errno.NotFound && tries > 0)
            {
                // Somebody has changed the hook: look again.
            }
        }
    }

    Dictionary<int, AttachedProgram> Ours()
    {
        var ours = new Dictionary<int, AttachedProgram>();
        foreach (var path in Folder.LinkPaths(Hook))
        {
            using var link = AttachmentFolder.TryOpenLink(path);
            if (link is not null && KernelPrograms.Find(link.ProgramId) is { } program && AttachmentRecord.Of(program)?.Parts is [var part])
                ours.Add(link.Id, new(Device, Hook, part.Program, part.Run, program.Id));
        }

        return ours;
    }
}
