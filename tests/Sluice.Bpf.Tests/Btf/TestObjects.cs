using System.Runtime.CompilerServices;
using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Tests.Btf;

/// <summary>The committed test objects, and their sections by a reader of the tests' own.</summary>
static class TestObjects
{
    static readonly string s_folder = Path.GetFullPath("../testdata", Path.GetDirectoryName(ThisFile())!);

    static readonly string[] s_withoutTypes = ["legacy-maps.o", "maps.bpf.o"];

    /// <summary>Every object with BTF as <c>clang-19/core.o</c>.</summary>
    public static TheoryData<string> All => [.. Directory
        .EnumerateFiles(s_folder, "*.o", SearchOption.AllDirectories)
        .Where(path => !s_withoutTypes.Contains(Path.GetFileName(path)))
        .Select(path => Path.GetRelativePath(s_folder, path))
        .Order(StringComparer.Ordinal)];

    public static string PathOf(string name) => Path.Combine(s_folder, name);

    public static BtfTypes Types(string name) => BtfTypes.Load(PathOf(name));

    public static BtfExtension Extension(string name) =>
        BtfExtension.Read(Section(name, ".BTF.ext") ?? throw new InvalidDataException(name), Types(name), name);

    /// <summary>The bytes of a section, or null. Trusts the file, which a compiler wrote.</summary>
    public static byte[]? Section(string name, string section)
    {
        var file = File.ReadAllBytes(PathOf(name));
        var big = file[5] == 2;
        ulong Number(ulong offset, int bytes)
        {
            var value = 0ul;
            for (var i = 0; i < bytes; i++)
                value |= (ulong)file[(int)offset + i] << 8 * (big ? bytes - 1 - i : i);
            return value;
        }

        var table = Number(40, 8);
        ulong Header(ulong index) => table + 64 * index;
        var names = Number(Header(Number(62, 2)) + 24, 8);
        for (var i = 0ul; i < Number(60, 2); i++)
        {
            var start = (int)(names + Number(Header(i), 4));
            var end = Array.IndexOf(file, (byte)0, start);
            if (System.Text.Encoding.ASCII.GetString(file, start, end - start) == section)
                return file.AsSpan((int)Number(Header(i) + 24, 8), (int)Number(Header(i) + 32, 8)).ToArray();
        }

        return null;
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
