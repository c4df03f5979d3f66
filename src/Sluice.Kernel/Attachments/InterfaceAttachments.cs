using System.Collections.Immutable;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Attachments;

/// <summary>Attachments that outlive the process.</summary>
/// <remarks>
/// XDP and TCX programs stay because their links are pinned; clsact filters stay by themselves. What a program was made of, its
/// priority and its maps, it holds itself, so that there is no file to go out of step with it. Every change is one step of the kernel's,
/// between two packets: a process that is killed leaves what was there before, or what was to come. Processes take turns, by a lock on
/// the network namespace. Everything is of the network namespace of the calling thread.
/// </remarks>
public sealed class InterfaceAttachments
{
    /// <summary>Where links are pinned if nothing else is said.</summary>
    public const string DefaultFolder = "/sys/fs/bpf/sluice";

    readonly string _folder;
    readonly KernelOptions _options;

    /// <summary>Those under <paramref name="folder"/>.</summary>
    /// <param name="folder">A folder of a BPF file system; it need not exist.</param>
    /// <param name="options">How objects are loaded; which programs, the requests say.</param>
    public InterfaceAttachments(string folder = DefaultFolder, KernelOptions? options = null) => (_folder, _options) = (folder, options ?? new());

    /// <summary>The programs that a program of the kernel was made of, in the order in which they run; empty if it was not attached by
    /// this class.</summary>
    /// <exception cref="KernelException">That is not permitted, or another version has attached it.</exception>
    public static ImmutableArray<(string Program, RunConfiguration Run)> PartsOf(ProgramDescription program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return AttachmentRecord.Of(program) is { } record ? [.. record.Parts.Select(part => (part.Program, part.Run))] : [];
    }

    /// <summary>Attaches a program, beside those that are there, or in the place of the one of its name.</summary>
    /// <remarks>
    /// Several XDP programs of an interface run in turn, by libxdp's rules (<see cref="RunConfiguration"/>): they are put together into
    /// one, which takes the place of the present one at once. All maps and variables of the others stay; a program that is replaced
    /// hands its maps on, but for constants and variables.
    /// </remarks>
    /// <exception cref="KernelException">The kernel refuses, or it is attached already, or is not and shall be replaced, or an XDP
    /// program of somebody else is there. Nothing is left of what was made for it.</exception>
    /// <exception cref="Bpf.Engine.LoadRefusedException">The policy does not let it in.</exception>
    public AttachedProgram Attach(AttachmentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Change(request.Device, folder => HookAttacher.For(folder, request.Device, request.Hook, _options).Attach(request));
    }

    /// <summary>What is attached this way to an interface, hook by hook, in the order in which it runs.</summary>
    /// <exception cref="KernelException">That is not permitted.</exception>
    public IReadOnlyList<AttachedProgram> List(NetworkInterface device) => List(new AttachmentFolder(_folder, device), device);

    /// <summary>Detaches programs; the others of the interface go on with their maps.</summary>
    /// <param name="device">The interface.</param>
    /// <param name="hook">Only those at this hook; null for all.</param>
    /// <param name="program">Only the one of this name; null for all.</param>
    /// <returns>Those that were detached.</returns>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public IReadOnlyList<AttachedProgram> Detach(NetworkInterface device, InterfaceHook? hook = null, string? program = null) => Change(device, folder =>
    {
        var found = List(folder, device).Where(attached => (hook is null || attached.Hook == hook) && (program is null || attached.Program == program)).ToArray();
        foreach (var group in found.GroupBy(attached => attached.Hook))
            HookAttacher.For(folder, device, group.Key, _options).Detach(group.Select(attached => attached.Program).ToHashSet());
        return found;
    });

    List<AttachedProgram> List(AttachmentFolder folder, NetworkInterface device) =>
        [.. Enum.GetValues<InterfaceHook>().SelectMany(hook => HookAttacher.For(folder, device, hook, _options).List())];

    T Change<T>(NetworkInterface device, Func<AttachmentFolder, T> change)
    {
        using var turn = NamespaceLock.Take();
        var folder = new AttachmentFolder(_folder, device);
        try
        {
            return change(folder);
        }
        finally
        {
            try
            {
                folder.Tidy(Attached);
            }
            catch (Exception error) when (error is KernelException or IOException or UnauthorizedAccessException)
            {
                // What is left over is removed another time: it is the change that counts.
            }
        }

        IEnumerable<int> Attached() =>
            Interfaces.All().Contains(device) ? Interfaces.Attachments(device.Index).Select(attached => attached.ProgramId) : [];
    }
}
