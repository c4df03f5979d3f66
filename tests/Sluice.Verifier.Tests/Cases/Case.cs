using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Tests.Cases;

/// <summary>A small program in C, and what the verifier and the kernel must say of it.</summary>
/// <param name="File">The object.</param>
/// <param name="Program">The program's name.</param>
/// <param name="Expected">The class of the rejection; null if it must pass.</param>
/// <param name="IsStricter">Does the kernel accept it nonetheless?</param>
/// <remarks>The sources say it in declaration tags (<c>cases.h</c>).</remarks>
public sealed record Case(string File, string Program, string? Expected, bool IsStricter)
{
    const string Tag = "case:";

    /// <summary>All cases.</summary>
    public static IReadOnlyList<Case> All { get; } =
        [.. Directory.EnumerateFiles(TestData.Cases, "*.bpf.o").Order(StringComparer.Ordinal).SelectMany(Read)];

    static IEnumerable<Case> Read(string path)
    {
        var bpf = BpfObject.Load(path);
        var tags = bpf.Types!.All.OfType<BtfDeclarationTag>().Where(tag => tag.Name.StartsWith(Tag, StringComparison.Ordinal)).ToLookup(tag => tag.Target.Name);
        foreach (var program in bpf.Programs)
        {
            var words = tags[program.Name].Single().Name[Tag.Length..].Split(' ', 3);
            yield return new(path, program.Name, words[0] == "accept" ? null : words[1], words[0] == "stricter");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Path.GetFileName(File)}:{Program}";
}
