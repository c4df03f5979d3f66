using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Commands;
using Sluice.Cli.Execution;
using Sluice.Kernel;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Kernel;

/// <summary>Attaches and detaches as the command line says.</summary>
static class Attachment
{
    /// <summary>Attaches a program.</summary>
    /// <returns>What was done, in words.</returns>
    public static string Make(
        ObjectReference reference, IEnumerable<string> assignments, string device, AttachHook hook, XdpMode mode, string pins, bool replace)
    {
        var spec = Assignments.SetVariables(BpfObject.Load(reference.Path), assignments);
        var program = reference.Choose(spec);
        var (found, place) = (Device(device), HookOf(program, hook));
        // The program, and those that it may tail-call.
        var others = spec.Maps.Where(map => map.Type == MapType.ProgramArray).SelectMany(map => map.InitialSlots).Select(slot => slot.Symbol);
        using var engine = new KernelEngine(new() { Programs = others.Append(program.Name).ToHashSet() });
        var attachments = new PinnedAttachments(pins);
        if (replace)
            return $"replaced {attachments.Replace(shared => engine.Load(spec, shared), spec, program, found, place)}";
        using var loaded = engine.Load(spec);
        return $"attached {attachments.Attach(loaded.Programs[program.Name], found, place, mode)}";
    }

    /// <summary>Detaches.</summary>
    /// <returns>The pins that are gone.</returns>
    /// <exception cref="CommandException">There are none.</exception>
    public static IReadOnlyList<string> Remove(string device, AttachHook hook, string pins)
    {
        var attachments = new PinnedAttachments(pins);
        var found = attachments.Find(Device(device), hook == AttachHook.Any ? null : TypeOf(hook));
        if (found.Count == 0)
            throw new CommandException($"found nothing under {pins} that 'sluice attach' has attached to {device} (see: sluice status)");
        foreach (var pin in found)
            attachments.Detach(pin);
        return found;
    }

    static AttachType HookOf(ProgramSpec program, AttachHook hook)
    {
        var isXdp = program.Type == ProgramType.Xdp;
        if (!isXdp && program.Type != ProgramType.SchedClassifier)
            throw new CommandException($"program '{program.Name}': found type {program.Type}, expected XDP or TC");
        if (hook != AttachHook.Any && isXdp != (hook == AttachHook.Xdp))
            throw new CommandException($"program '{program.Name}' is of type {program.Type}: it cannot be attached at this hook");
        return hook != AttachHook.Any ? TypeOf(hook)
            : isXdp ? AttachType.Xdp
            : program.AttachType is AttachType.TcxEgress ? AttachType.TcxEgress : AttachType.TcxIngress;
    }

    static AttachType TypeOf(AttachHook hook) => hook switch
    {
        AttachHook.Xdp => AttachType.Xdp,
        AttachHook.TcxIngress => AttachType.TcxIngress,
        _ => AttachType.TcxEgress,
    };

    static NetworkInterface Device(string name)
    {
        foreach (var device in Interfaces.All())
        {
            if (device.Name == name)
                return device;
        }

        throw new CommandException($"found no interface '{name}', expected one of {string.Join(", ", Interfaces.All().Select(device => device.Name))}");
    }
}
