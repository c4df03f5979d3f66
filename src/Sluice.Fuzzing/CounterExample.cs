using System.Security.Cryptography;
using System.Text;

namespace Sluice.Fuzzing;

/// <summary>An accepted program that did what was proved not to happen.</summary>
/// <param name="Origin">Where the program came from, with the seed.</param>
/// <param name="Failure">What happened.</param>
/// <param name="Text">The program, shrunk, as the assembler reads it.</param>
public sealed record CounterExample(string Origin, string Failure, string Text)
{
    const int NameLength = 12;

    /// <summary>Writes it to a file of its own, whose name says what is in it, so that the same program is kept once.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Save(string folder)
    {
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..NameLength]}.s");
        File.WriteAllText(path, $"; {Origin}\n; {Failure.ReplaceLineEndings(" ")}\n{Text}");
        return path;
    }
}
