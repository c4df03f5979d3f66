using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Deployment;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Links;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;

namespace Sluice.Cli.Chains;

/// <summary>Keeps a script's chains in the kernel: programs on links, maps and notes under pins.</summary>
/// <remarks>
/// Links are pinned as those of <c>sluice attach OBJ</c> are, so that every command finds them;
/// <c>FOLDER/net-NAMESPACE/chains/SCRIPT</c> holds the maps and the notes.
/// </remarks>
sealed class KernelChainHost : IChainHost
{
    const string NotesName = "notes";

    const int NotesSize = 1 << 16;

    readonly PinnedLinks _attachments;
    readonly string _pins, _folder;

    // Maps that were made together have their types in one place.
    readonly Dictionary<int, BtfTypes> _types = [];

    /// <summary>The host of one script.</summary>
    /// <param name="pins">A folder of a BPF file system; it need not exist.</param>
    /// <param name="name">The script's name.</param>
    public KernelChainHost(string pins, string name)
    {
        _pins = pins;
        _attachments = new(pins);
        _folder = Path.Combine(FolderOf(pins), Allowed(name));
    }

    /// <summary>The names of the scripts that are deployed in this network namespace.</summary>
    public static IReadOnlyList<string> Find(string pins) => Directory.Exists(FolderOf(pins))
        ? [.. Directory.EnumerateDirectories(FolderOf(pins)).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
        : [];

    /// <inheritdoc/>
    public IBpfCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap> shared)
    {
        using var engine = new KernelEngine();
        return engine.Load(spec, shared);
    }

    /// <inheritdoc/>
    public bool IsRefusal(Exception error) => error is ProgramRejectedException
        or KernelException { Operation: "load", Error: Errno.InvalidArgument or Errno.TooBig or Errno.NoSpace or Errno.NotSupported };

    /// <inheritdoc/>
    public bool HasMap(string symbol) => File.Exists(PathOf(symbol));

    /// <inheritdoc/>
    public IBpfMap OpenMap(string symbol) => KernelMap.OpenPinned(PathOf(symbol));

    /// <inheritdoc/>
    public MapSpec ShapeOf(IBpfMap map) => KernelMaps.ShapeOf((KernelMap)map, _types);

    /// <inheritdoc/>
    public void KeepMap(string symbol, IBpfMap map)
    {
        CreateFolder();
        File.Delete(PathOf(symbol));
        ((KernelMap)map).Pin(PathOf(symbol));
    }

    /// <inheritdoc/>
    public void ForgetMap(string symbol) => File.Delete(PathOf(symbol));

    /// <inheritdoc/>
    public void Attach(ChainLink link, IBpfProgram program) =>
        _attachments.Attach((KernelProgram)program, Device(link), AttachType.Xdp, ModeOf(link));

    /// <inheritdoc/>
    public bool IsAttached(ChainLink link) => Interfaces.All().Any(device => device.Name == link.Device)
        && _attachments.Find(Device(link), AttachType.Xdp).Any(pin => IsPinOf(link, pin) && IsAlive(pin));

    /// <inheritdoc/>
    public IReplacedProgram Replace(ChainLink link, IBpfProgram program)
    {
        using var live = KernelLink.OpenPinned(PinOf(link));
        var old = OpenedProgram.Open(live.ProgramId);
        try
        {
            live.Replace((KernelProgram)program, old);
            return new Replaced(this, link, old);
        }
        catch
        {
            old.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Detach(ChainLink link)
    {
        if (Interfaces.All().Any(device => device.Name == link.Device) && _attachments.Find(Device(link), AttachType.Xdp).Any(pin => IsPinOf(link, pin)))
            _attachments.Detach(PinOf(link));
    }

    /// <inheritdoc/>
    public void AwaitPackets() => PacketBarrier.Wait();

    /// <inheritdoc/>
    public string? ReadNotes()
    {
        if (!File.Exists(PathOf(NotesName)))
            return null;
        using var map = KernelMap.OpenPinned(PathOf(NotesName));
        var text = new byte[map.ValueBufferSize];
        BpfMapException.ThrowIfFailed(map, "read", map.Lookup(new byte[sizeof(uint)], text));
        return Encoding.UTF8.GetString(text.AsSpan(0, text.AsSpan().IndexOf((byte)0)));
    }

    /// <inheritdoc/>
    public void WriteNotes(string? notes)
    {
        if (notes is null)
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
            var parent = Path.GetDirectoryName(_folder)!;
            if (Directory.Exists(parent) && !Directory.EnumerateFileSystemEntries(parent).Any())
                Directory.Delete(parent);
            return;
        }

        var text = Encoding.UTF8.GetBytes(notes);
        if (text.Length >= NotesSize)
            throw new ChainDeploymentException($"the script's chains, maps and functions take {text.Length} bytes to note down, expected less than {NotesSize}");
        Array.Resize(ref text, NotesSize);
        using var map = OpenNotes();
        BpfMapException.ThrowIfFailed(map, "write", map.Update(new byte[sizeof(uint)], text));
    }

    static string FolderOf(string pins) => Path.Combine(new PinnedLinks(pins).Folder, "chains");

    // A BPF file system takes no dots in names.
    static string Allowed(string name) => name.Replace('.', '_');

    static NetworkInterface Device(ChainLink link) => Interfaces.All().FirstOrDefault(device => device.Name == link.Device) is { Name: not null } found
        ? found
        : throw new ChainDeploymentException($"found no interface '{link.Device}', expected one of {string.Join(", ", Interfaces.All().Select(device => device.Name))}");

    static bool IsPinOf(ChainLink link, string pin) => pin.EndsWith($"-{AttachType.Xdp}-{Allowed(link.Program)}", StringComparison.Ordinal);

    static XdpMode ModeOf(ChainLink link) => link.Mode switch
    {
        "xdp" => XdpMode.Auto,
        "xdpdrv" => XdpMode.Native,
        "xdpgeneric" => XdpMode.Generic,
        _ => throw new ChainDeploymentException($"found mode '{link.Mode}' for {link.Device}, expected xdp, xdpdrv or xdpgeneric"),
    };

    // The link of an interface that is gone, or that somebody has detached, holds nothing.
    static bool IsAlive(string pin)
    {
        using var link = KernelLink.OpenPinned(pin);
        return link.InterfaceIndex != 0;
    }

    void CreateFolder()
    {
        OwnFolder.Create(_pins);
        Directory.CreateDirectory(_folder);
    }

    string PathOf(string symbol) => Path.Combine(_folder, Allowed(symbol));

    string PinOf(ChainLink link) => _attachments.Find(Device(link), AttachType.Xdp).FirstOrDefault(pin => IsPinOf(link, pin))
        ?? throw new ChainDeploymentException($"found no loader '{link.Program}' attached to {link.Device}: somebody has detached it (see: sluice status)");

    KernelMap OpenNotes()
    {
        if (File.Exists(PathOf(NotesName)))
            return KernelMap.OpenPinned(PathOf(NotesName));
        CreateFolder();
        using var engine = new KernelEngine();
        using var made = engine.Load(new() { Name = NotesName, Maps = [new(NotesName, MapType.Array, sizeof(uint), NotesSize, 1)] });
        made.Maps[NotesName].Pin(PathOf(NotesName));
        return KernelMap.OpenPinned(PathOf(NotesName));
    }

    sealed class Replaced(KernelChainHost host, ChainLink link, OpenedProgram old) : IReplacedProgram
    {
        public void Restore()
        {
            using var live = KernelLink.OpenPinned(host.PinOf(link));
            using var program = old.ToProgram();
            live.Replace(program);
        }

        public void Dispose() => old.Dispose();
    }
}
