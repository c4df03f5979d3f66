using Sluice.Bpf.Elf;
using Sluice.Bpf.Objects.Reading;

namespace Sluice.Bpf.Objects;

public sealed partial record BpfObject
{
    static readonly string[] s_extensions = [".bpf.o", ".o"];

    /// <summary>Reads an object file that clang has compiled for BPF.</summary>
    /// <exception cref="BpfFormatException">The file is not a well-formed object.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static BpfObject Load(string path) => Read(File.ReadAllBytes(path), path);

    /// <summary>Reads an object from memory. Nothing of <paramref name="image"/> is kept.</summary>
    /// <param name="image">The file's bytes.</param>
    /// <param name="name">The file's name, for messages and as the source of <see cref="Name"/>.</param>
    /// <exception cref="BpfFormatException">The bytes are not a well-formed object.</exception>
    public static BpfObject Read(ReadOnlyMemory<byte> image, string name) =>
        ObjectReader.Read(ElfFile.Read(image, name), NameOf(Path.GetFileName(name)));

    static string NameOf(string fileName)
    {
        foreach (var extension in s_extensions)
        {
            if (fileName.Length > extension.Length && fileName.EndsWith(extension, StringComparison.Ordinal))
                return fileName[..^extension.Length];
        }

        return fileName;
    }
}
