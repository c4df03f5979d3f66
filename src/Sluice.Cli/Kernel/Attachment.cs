using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Features;
using Sluice.Kernel.Links;
using Sluice.Verifier;

namespace Sluice.Cli.Kernel;

/// <summary>Attaches and detaches as the command line says.</summary>
static class Attachment
{
    static readonly Dictionary<AttachHook, InterfaceHook> s_hooks = new()
    {
        [AttachHook.Xdp] = InterfaceHook.Xdp,
        [AttachHook.TcxIngress] = InterfaceHook.TcxIngress,
        [AttachHook.TcxEgress] = InterfaceHook.TcxEgress,
        [AttachHook.TcIngress] = InterfaceHook.TcIngress,
        [AttachHook.TcEgress] = InterfaceHook.TcEgress,
    };

    /// <summary>Attaches a program.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <returns>What was done, in words.</returns>
    public static string Make(AttachSettings settings)
    {
        var (read, policy) = settings.Policy.Open(settings.Object.Path, VerifierMode.Linux);
        var spec = Assignments.SetVariables(read, settings.Variables);
        var program = settings.Object.Choose(spec);
        var request = new AttachmentRequest(spec, program.Name, Device(settings.Device), HookOf(program, settings.Hook))
        {
            Mode = settings.Mode,
            Priority = settings.Priority,
            Replace = settings.Replace,
            Force = settings.Force,
        };
        var attached = new InterfaceAttachments(settings.Pins, new() { Policy = policy }).Attach(request);
        return $"{(settings.Replace ? "replaced" : "attached")} {Describe(attached)}";
    }

    /// <summary>Detaches.</summary>
    /// <returns>What is detached, in words.</returns>
    /// <exception cref="CommandException">There is nothing of the kind.</exception>
    public static IEnumerable<string> Remove(string device, AttachHook hook, string? program, string pins, bool mayBeNone = false)
    {
        var detached = new InterfaceAttachments(pins).Detach(Device(device), hook == AttachHook.Any ? null : s_hooks[hook], program);
        if (detached.Count == 0 && !mayBeNone)
        {
            throw new CommandException($"found nothing under {pins} that 'sluice attach' has attached to {device}"
                + $"{(program is null ? "" : $" of the name '{program}'")} (see: sluice status)");
        }

        return detached.Select(Describe);
    }

    static string Describe(AttachedProgram attached) =>
        $"{attached.Program} at {attached.Device.Name}, {Output.Names.Of(attached.Hook)}, priority {attached.Run.Priority}";

    static InterfaceHook HookOf(ProgramSpec program, AttachHook hook)
    {
        var isXdp = program.Type == ProgramType.Xdp;
        if (!isXdp && program.Type != ProgramType.SchedClassifier)
            throw new CommandException($"program '{program.Name}': found type {program.Type}, expected XDP or TC");
        if (hook != AttachHook.Any && isXdp != (hook == AttachHook.Xdp))
            throw new CommandException($"program '{program.Name}' is of type {program.Type}: it cannot be attached at this hook");
        if (hook != AttachHook.Any)
            return s_hooks[hook];
        if (isXdp)
            return InterfaceHook.Xdp;
        var hasTcx = KernelFeatures.Tcx.State != FeatureState.Missing;
        return (program.AttachType == AttachType.TcxEgress, hasTcx) switch
        {
            (true, true) => InterfaceHook.TcxEgress,
            (true, false) => InterfaceHook.TcEgress,
            (false, true) => InterfaceHook.TcxIngress,
            (false, false) => InterfaceHook.TcIngress,
        };
    }

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
