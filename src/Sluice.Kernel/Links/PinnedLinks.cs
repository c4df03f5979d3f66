using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;

namespace Sluice.Kernel.Links;

/// <summary>Links that outlive the process, each of one program that is loaded already, under pins that tell interface, hook and program.</summary>
/// <remarks>
/// <c>FOLDER/net-NAMESPACE/INTERFACE-HOOK-PROGRAM</c>: interfaces of different network namespaces may bear one name. A process
/// that is killed before the pin is there leaves nothing attached, as its link goes with it. For who puts programs together himself;
/// <see cref="Attachments.InterfaceAttachments"/> does it for whole objects, several of them on one interface.
/// </remarks>
public sealed class PinnedLinks
{
    const string Namespace = "/proc/thread-self/ns/net";

    readonly string _root, _folder;

    /// <summary>Those under <paramref name="folder"/>, of the network namespace of the calling thread.</summary>
    /// <param name="folder">A folder of a BPF file system; it need not exist.</param>
    public PinnedLinks(string folder)
    {
        _root = folder;
        var target = new FileInfo(Namespace).LinkTarget ?? "";
        _folder = Path.Combine(folder, $"net-{string.Concat(target.Where(char.IsAsciiDigit))}");
    }

    /// <summary>The folder of this network namespace.</summary>
    public string Folder => _folder;

    /// <summary>Attaches a program and pins the link: both or neither.</summary>
    /// <returns>The pin.</returns>
    /// <exception cref="KernelException">The kernel refuses, or there is such a pin already.</exception>
    public string Attach(KernelProgram program, NetworkInterface device, AttachType hook, XdpMode mode = XdpMode.Auto, TcxPlace? place = null)
    {
        var path = PathOf(device, hook, program.Spec.Name);
        if (File.Exists(path) && IsAlive(path))
            throw new KernelException($"program '{program.Spec.Name}'", $"attach to {device.Name}", Errno.Exists, $"it is attached already, by {path}: replace it, or detach it first");
        CreateFolder();
        File.Delete(path); // Of an interface that is gone: a new one may have its name, and a new namespace its number.
        using var link = hook == AttachType.Xdp
            ? KernelLink.AttachXdp(program, device.Index, mode)
            : KernelLink.AttachTcx(program, device.Index, hook, place);
        link.Pin(path);
        return path;
    }

    /// <summary>Loads an object's program with the maps of the one that is attached, and puts it in its place between two packets.</summary>
    /// <param name="load">Loads the object with maps to share, by name.</param>
    /// <param name="spec">The object.</param>
    /// <param name="program">The program, of the name of the one that is attached.</param>
    /// <param name="device">The interface.</param>
    /// <param name="hook">The hook.</param>
    /// <returns>The pin.</returns>
    /// <remarks>Maps of the same name and shape keep their entries; constants and global variables are the new object's.</remarks>
    /// <exception cref="KernelException">None is attached, or somebody else replaces it meanwhile, or the kernel refuses.</exception>
    public string Replace(
        Func<IReadOnlyDictionary<string, IBpfMap>, KernelCollection> load, BpfObject spec, ProgramSpec program, NetworkInterface device, AttachType hook)
    {
        var path = PathOf(device, hook, program.Name);
        using var link = KernelLink.OpenPinned(path);
        using var old = OpenedProgram.Open(link.ProgramId);
        var shared = new Dictionary<string, IBpfMap>(StringComparer.Ordinal);
        try
        {
            foreach (var id in old.Description.MapIds)
                Share(KernelMaps.Open(id), spec, shared);
            using var loaded = load(shared);
            link.Replace(loaded.Programs[program.Name], old);
            return path;
        }
        finally
        {
            foreach (var map in shared.Values)
                map.Dispose();
        }
    }

    /// <summary>The pins of an interface.</summary>
    /// <param name="device">The interface.</param>
    /// <param name="hook">Only those at this hook; null for all.</param>
    public IReadOnlyList<string> Find(NetworkInterface device, AttachType? hook = null) => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, $"{Allowed(device.Name)}-{(hook is { } only ? only.ToString() : "*")}-*").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Detaches what a pin holds, and removes the pin and, if nothing is left in it, its folder.</summary>
    /// <exception cref="KernelException">There is no such pin, or it is no link.</exception>
    public void Detach(string path)
    {
        using (var link = KernelLink.OpenPinned(path))
        {
            if (link.InterfaceIndex != 0)
                link.Detach();
        }

        File.Delete(path);
        if (Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
            Directory.Delete(_folder);
    }

    // The link of an interface that is gone, or that somebody has detached, holds nothing.
    static bool IsAlive(string pin)
    {
        using var link = KernelLink.OpenPinned(pin);
        return link.InterfaceIndex != 0;
    }

    string PathOf(NetworkInterface device, AttachType hook, string program) =>
        Path.Combine(_folder, $"{Allowed(device.Name)}-{hook}-{Allowed(program)}");

    // A BPF file system takes no dots in names.
    static string Allowed(string name) => name.Replace('.', '_');

    void CreateFolder()
    {
        try
        {
            OwnFolder.Create(_root);
            Directory.CreateDirectory(_folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KernelException($"folder {_folder}", "create", Errno.NotPermitted, error.Message);
        }
    }

    static void Share(KernelMap map, BpfObject spec, Dictionary<string, IBpfMap> shared)
    {
        // The kernel keeps 15 characters of a name.
        var wanted = spec.Maps.FirstOrDefault(candidate => !candidate.IsGlobalData
            && SystemCalls.ObjectName.Of(candidate.Name).ToString() == map.Spec.Name);
        if (wanted is null || MapDifference.Describe(wanted, map.Spec) is not null || !shared.TryAdd(wanted.Name, map))
            map.Dispose();
    }
}
