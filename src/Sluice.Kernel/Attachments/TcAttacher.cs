using Sluice.Bpf.Platform;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Attachments;

/// <summary>Filters of a clsact discipline: they stay by themselves, and are known by their names.</summary>
sealed class TcAttacher(AttachmentFolder folder, NetworkInterface device, InterfaceHook hook, KernelOptions options)
    : HookAttacher(folder, device, hook, options)
{
    const string Mark = "sluice/";

    TcDirection Direction => Hook == InterfaceHook.TcIngress ? TcDirection.Ingress : TcDirection.Egress;

    /// <inheritdoc/>
    public override AttachedProgram Attach(AttachmentRequest request)
    {
        var present = TcFilter.List(Device.Index, Direction).FirstOrDefault(filter => filter.Name == Mark + request.Program);
        Demand(request, present is not null);
        var part = present is not null && KernelPrograms.Find(present.ProgramId) is { } old ? AttachmentRecord.Of(old)?.Parts[0] : null;
        var run = RunOf(request, present is null ? null : RunConfiguration.Default with { Priority = present.Priority });
        if (run.Priority is < 1 or > ushort.MaxValue)
            throw Refused(request.Program, Errno.InvalidArgument, $"found priority {run.Priority}, expected 1 to {ushort.MaxValue}");
        if (present is not null && present.Priority != run.Priority)
            throw Refused(request.Program, Errno.InvalidArgument, $"it has priority {present.Priority}: detach it first to give it another");
        var kept = part is null ? [] : Kept(part.Maps, request.Object);
        var id = Load(Options, request.Object, request.Program, kept, idOf => new([TcxAttacher.Part(request, run, idOf)]), program =>
        {
            if (present is not null)
                present.Replace(program);
            else
                TcFilter.Attach(program, Device.Index, Direction, run.Priority, Mark + request.Program);
        });
        return new(Device, Hook, request.Program, run, id);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<AttachedProgram> List() => [.. Filters().Select(filter =>
        new AttachedProgram(Device, Hook, filter.Name[Mark.Length..], RunConfiguration.Default with { Priority = filter.Priority }, filter.ProgramId))];

    /// <inheritdoc/>
    public override void Detach(IReadOnlySet<string> programs)
    {
        foreach (var filter in Filters().Where(filter => programs.Contains(filter.Name[Mark.Length..])))
            filter.Detach();
    }

    IEnumerable<TcFilter> Filters() =>
        TcFilter.List(Device.Index, Direction).Where(filter => filter.Name.StartsWith(Mark, StringComparison.Ordinal));
}
