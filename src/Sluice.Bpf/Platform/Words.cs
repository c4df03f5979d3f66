using System.Text;

namespace Sluice.Bpf.Platform;

/// <summary>Names turned into words, for messages.</summary>
static class Words
{
    /// <summary><c>ReadMemory</c> becomes <c>read memory</c>.</summary>
    public static string Split(string name)
    {
        StringBuilder words = new();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
