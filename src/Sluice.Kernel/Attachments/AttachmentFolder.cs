using System.Globalization;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Pins;

namespace Sluice.Kernel.Attachments;

/// <summary>Where what is attached to one interface is pinned: <c>FOLDER/net-NAMESPACE/if-INDEX/</c>.</summary>
/// <remarks>
/// Each network namespace numbers its interfaces for itself; a number stays when the name changes. A link's pin is called as its hook
/// and, where each program has a link of its own, its program. Arrays of programs are pinned beside it: the kernel empties them when
/// nobody holds them but programs. Folders are there as long as something is in them.
/// </remarks>
sealed class AttachmentFolder
{
    const string ArrayMark = "array-", SpaceMark = "net-", DeviceMark = "if-";

    // How often those of other namespaces may remove an empty folder while this one is being made in it.
    const int Tries = 20;

    readonly string _root, _namespace;

    /// <summary>The folder of an interface, in the network namespace of the calling thread.</summary>
    /// <param name="root">The folder of a BPF file system in which all is; it need not exist.</param>
    /// <param name="device">The interface.</param>
    public AttachmentFolder(string root, NetworkInterface device)
    {
        var target = new FileInfo(NamespaceLock.Namespace).LinkTarget ?? "";
        _root = root;
        _namespace = System.IO.Path.Combine(root, $"{SpaceMark}{string.Concat(target.Where(char.IsAsciiDigit))}");
        Path = System.IO.Path.Combine(_namespace, string.Create(CultureInfo.InvariantCulture, $"{DeviceMark}{device.Index}"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The pin of the link of a hook; of one program, if each has its own.</summary>
    public string LinkPath(InterfaceHook hook, string program = "") =>
        System.IO.Path.Combine(Path, program.Length == 0 ? Text(hook) : $"{Text(hook)}-{Escaped(program)}");

    /// <summary>The pins of the links of a hook, by name.</summary>
    public IEnumerable<string> LinkPaths(InterfaceHook hook) => Directory.Exists(Path)
        ? Directory.EnumerateFiles(Path).Where(path => System.IO.Path.GetFileName(path) is var name
            && (name == Text(hook) || name.StartsWith($"{Text(hook)}-", StringComparison.Ordinal))).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Opens the link that a pin holds; removes the pin if the link is attached to nothing any more.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="KernelException">Something else is pinned there.</exception>
    public static KernelLink? TryOpenLink(string path)
    {
        if (!File.Exists(path))
            return null;
        var link = KernelLink.OpenPinned(path);
        if (link.InterfaceIndex != 0)
            return link;
        link.Dispose();
        BpfFileSystem.Unpin(path);
        return null;
    }

    /// <summary>Makes the folder.</summary>
    /// <exception cref="KernelException">It cannot be made.</exception>
    public void Create()
    {
        for (var tries = Tries; ; tries--)
        {
            try
            {
                OwnFolder.Create(_root);
                Directory.CreateDirectory(Path);
                return;
            }
            catch (DirectoryNotFoundException) when (tries > 0)
            {
                // Somebody has tidied meanwhile.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new KernelException($"folder {Path}", "create", Errno.NotPermitted, BpfFileSystem.IsOn(_root)
                    ? error.Message
                    : "it is not in a BPF file system (mount -t bpf bpf /sys/fs/bpf)");
            }
        }
    }

    /// <summary>Pins the arrays of programs among maps, so that they keep their entries when the process ends.</summary>
    /// <returns>The pins that were not there before.</returns>
    /// <exception cref="KernelException">They cannot be pinned.</exception>
    public List<string> PinArrays(IEnumerable<KernelMap> maps)
    {
        var made = new List<string>();
        try
        {
            foreach (var map in maps.Where(map => map.Spec.Type == MapType.ProgramArray))
            {
                var path = System.IO.Path.Combine(Path, $"{ArrayMark}{map.Id}");
                if (File.Exists(path))
                    continue;
                Create();
                map.Pin(path);
                made.Add(path);
            }
        }
        catch
        {
            made.ForEach(BpfFileSystem.Unpin);
            throw;
        }

        return made;
    }

    /// <summary>Removes the pins of arrays that no attached program uses, and folders in which nothing is left.</summary>
    /// <param name="programs">Tells the ids of the programs that are attached; asked only if there are such pins.</param>
    public void Tidy(Func<IEnumerable<int>> programs)
    {
        if (Directory.Exists(Path) && Directory.GetFiles(Path, $"{ArrayMark}*") is { Length: > 0 } arrays)
        {
            var used = programs().SelectMany(MapsOf).Select(id => $"{ArrayMark}{id}").ToHashSet();
            foreach (var path in arrays.Where(path => !used.Contains(System.IO.Path.GetFileName(path))))
                BpfFileSystem.Unpin(path);
        }

        SweepOthers();
        RemoveIfEmpty(Path);
        RemoveIfEmpty(_namespace);
        OwnFolder.RemoveIfEmpty(_root);
    }

    // The record knows those, too, that only programs behind a tail call use.
    static IEnumerable<int> MapsOf(int program) => KernelPrograms.Find(program) is { } found
        ? found.MapIds.Concat(AttachmentRecord.Of(found)?.Parts.SelectMany(part => part.Maps.Values) ?? [])
        : [];

    // What is pinned for interfaces that are gone, in this namespace or with theirs: their links are attached to nothing.
    void SweepOthers()
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var space in Directory.GetDirectories(_root, $"{SpaceMark}*"))
        {
            foreach (var other in Directory.GetDirectories(space, $"{DeviceMark}*").Where(folder => folder != Path))
            {
                var files = Directory.GetFiles(other);
                var links = Array.FindAll(files, file => !System.IO.Path.GetFileName(file).StartsWith(ArrayMark, StringComparison.Ordinal));
                if (links.Length == 0 || !Array.TrueForAll(links, IsDetached))
                    continue;
                Array.ForEach(files, BpfFileSystem.Unpin);
                RemoveIfEmpty(other);
                RemoveIfEmpty(space);
            }
        }
    }

    static bool IsDetached(string path)
    {
        try
        {
            using var link = KernelLink.OpenPinned(path);
            return link is { Kind: LinkKind.Xdp or LinkKind.Tcx, InterfaceIndex: 0 };
        }
        catch (KernelException)
        {
            // Something else is pinned there, which is not ours.
            return false;
        }
    }

    static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (IOException)
        {
            // Somebody else has put something into it meanwhile: it stays.
        }
    }

    /// <summary>A hook as it is written: <c>tcx-ingress</c>.</summary>
    public static string Text(InterfaceHook hook) => hook switch
    {
        InterfaceHook.Xdp => "xdp",
        InterfaceHook.TcxIngress => "tcx-ingress",
        InterfaceHook.TcxEgress => "tcx-egress",
        InterfaceHook.TcIngress => "tc-ingress",
        _ => "tc-egress",
    };

    // A BPF file system takes no dots in names.
    static string Escaped(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace(".", "%2e", StringComparison.Ordinal);
}
