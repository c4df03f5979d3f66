using Sluice.Bpf.Btf.Binary;

namespace Sluice.Bpf.Btf;

public sealed partial class BtfTypes
{
    const string KernelFolder = "/sys/kernel/btf";

    /// <summary>Reads a file: raw BTF, or the <c>.BTF</c> section of an ELF file (an object, a vmlinux, a module).</summary>
    /// <param name="path">The file.</param>
    /// <param name="base">For split BTF: what its first ids and names belong to.</param>
    /// <exception cref="Objects.BpfFormatException">There is no BTF in it, or it is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BtfTypes Load(string path, BtfTypes? @base = null) => BtfReader.Read(BtfFile.Read(path), path, @base);

    /// <summary>The types of the running kernel, from the first place that has them (<see cref="FindKernelFile"/>).</summary>
    /// <exception cref="FileNotFoundException">No place has them.</exception>
    /// <exception cref="Objects.BpfFormatException">The file is malformed.</exception>
    public static BtfTypes FromKernel() => Load(FindKernelFile() ?? throw new FileNotFoundException(
        $"found no BTF of the running kernel, expected {KernelFolder}/vmlinux (a kernel with CONFIG_DEBUG_INFO_BTF)"));

    /// <summary>The types of a module of the running kernel.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="kernel">The kernel's types, which the module's refer to.</param>
    /// <exception cref="IOException">The module is not loaded, or has no BTF.</exception>
    /// <exception cref="Objects.BpfFormatException">The file is malformed.</exception>
    public static BtfTypes FromKernelModule(string module, BtfTypes kernel) =>
        Load(Path.Combine(KernelFolder, module), kernel);

    /// <summary>Where the running kernel's BTF is, in the order that libbpf looks for it; null if nowhere.</summary>
    public static string? FindKernelFile()
    {
        const string release = "/proc/sys/kernel/osrelease";
        var version = File.Exists(release) ? File.ReadAllText(release).Trim() : Environment.OSVersion.Version.ToString();
        string[] places =
        [
            $"{KernelFolder}/vmlinux",
            $"/boot/vmlinux-{version}",
            $"/lib/modules/{version}/vmlinux-{version}",
            $"/lib/modules/{version}/build/vmlinux",
            $"/usr/lib/modules/{version}/kernel/vmlinux",
            $"/usr/lib/debug/boot/vmlinux-{version}",
            $"/usr/lib/debug/boot/vmlinux-{version}.debug",
            $"/usr/lib/debug/lib/modules/{version}/vmlinux",
        ];
        return Array.Find(places, File.Exists);
    }
}
