using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Maps;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Pins;

/// <summary>Pins: names in a BPF file system that keep maps, programs and links alive.</summary>
static unsafe class BpfFileSystem
{
    /// <summary>Where it is mounted by custom.</summary>
    public const string Root = "/sys/fs/bpf";

    /// <summary>Is it mounted there?</summary>
    public static bool IsMounted => File.Exists("/proc/self/mounts") && IsBpfFileSystem(Root);

    /// <summary>Is a path in a BPF file system, or would it be if it were there?</summary>
    public static bool IsOn(string path) => IsBpfFileSystem(path);

    /// <summary>Pins what a descriptor stands for. Nothing is replaced.</summary>
    /// <exception cref="KernelException">There is something, the folder is not of a BPF file system, or that is not permitted.</exception>
    public static void Pin(BpfDescriptor descriptor, string path, string subject)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var attributes = new ObjectPathAttributes { Pathname = (ulong)name, BpfFd = (uint)descriptor.Number };
            _ = BpfSystemCall.Invoke(BpfCommand.ObjectPin, ref attributes, out var error);
            if (error != Errno.None)
                throw new KernelException(subject, $"pin to {path}", error, Explain(error, path));
        }
    }

    /// <summary>Opens what is pinned; null if there is nothing.</summary>
    /// <exception cref="KernelException">It cannot be opened.</exception>
    public static BpfDescriptor? TryOpen(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var attributes = new ObjectPathAttributes { Pathname = (ulong)name };
            var descriptor = BpfSystemCall.Open(BpfCommand.ObjectGet, ref attributes, out var error);
            if (descriptor is null && error is not Errno.NotFound)
                throw new KernelException($"pin {path}", "open", error, Explain(error, path));
            return descriptor;
        }
    }

    /// <summary>Opens a pinned map; null if there is nothing.</summary>
    /// <exception cref="KernelException">It cannot be opened, or is no map.</exception>
    public static KernelMap? TryOpenMap(string path) =>
        TryOpen(path) is { } descriptor ? KernelMap.Adopt(descriptor, $"pin {path}") : null;

    /// <summary>Removes a pin, if there is one.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Unpin(string path) => File.Delete(path);

    static string Explain(Errno error, string path) => error switch
    {
        Errno.NotFound => "there is no such folder",
        Errno.InvalidArgument or Errno.AccessDenied or Errno.NotPermitted when !IsBpfFileSystem(Path.GetDirectoryName(path) ?? "/") =>
            "the folder is not of a BPF file system (inside 'ip netns exec', which mounts /sys again: mount -t bpf bpf /sys/fs/bpf)",
        Errno.NotPermitted when Path.GetFileName(path).Contains('.', StringComparison.Ordinal) => "names of pins have no dots",
        Errno.NotPermitted => Permissions.Explain(Capabilities.Bpf),
        Errno.Exists => "something is pinned there already",
        _ => "",
    };

    static bool IsBpfFileSystem(string folder)
    {
        // The longest mount point above the folder decides; a later line hides an earlier one of the same path.
        var (length, type) = (-1, "");
        foreach (var line in File.ReadLines("/proc/self/mounts"))
        {
            var fields = line.Split(' ');
            if (fields.Length > 2 && fields[1].Length >= length
                && (folder == fields[1] || folder.StartsWith(fields[1].TrimEnd('/') + '/', StringComparison.Ordinal)))
                (length, type) = (fields[1].Length, fields[2]);
        }

        return type == "bpf";
    }
}
