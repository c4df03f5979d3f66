using System.Text;

namespace Sluice.Chains.Tests;

/// <summary>Makes damaged scripts from sound ones, and scripts of random words.</summary>
sealed class ScriptMutator(int seed)
{
    static readonly string[] s_words =
    [
        "def", "if", "elif", "else", "while", "for", "in", "range", "from", "import", "pass", "return", "and", "or",
            "not", "break",
        "continue", "del", "true", "x", "main", "LIMIT", "packet", ".", "ip6", "src", "udp", "dport", "u8", "ip6",
            "s64", "bool", "(", ")",
        "[", "]", "{", "}", ":", ";", ",", "=", "==", "<", "+=", "+", "-", "*", "/", "%", "~", "&", "|", "<<", "0",
            "1", "300", "0xff",
        "18446744073709551615", "1.5", "10.0.0.1", "10.0.0.0/8", "2001:db8::1", "::/0", "02:00:00:00:00:01", "'eth0'",
            "\"\"\"", "'", "#",
        "\\", "\n", "\n    ", "\n        ", "\t", "$", "é", "hash", "monitor", "hike_drop", "attach", "programs",
            "hike_default",
    ];

    readonly Random _random = new(seed);

    public string Mutate(string text)
    {
        StringBuilder mutated = new(text);
        for (var changes = _random.Next(1, 8); changes > 0 && mutated.Length > 0; changes--)
        {
            var at = _random.Next(mutated.Length);
            var length = Math.Min(_random.Next(1, 12), mutated.Length - at);
            switch (_random.Next(5))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(at, s_words[_random.Next(s_words.Length)]);
                    break;
                case 2:
                    mutated[at] = (char)_random.Next(1, 128);
                    break;
                case 3:
                    mutated.Insert(at, mutated.ToString(at, length));
                    break;
                default:
                    var line = text.Split('\n');
                    mutated.Insert(at, "\n" + line[_random.Next(line.Length)] + "\n");
                    break;
            }
        }

        return mutated.ToString();
    }

    public string Words(int count)
    {
        StringBuilder text = new("def main():\n    ");
        for (var index = 0; index < count; index++)
            text.Append(s_words[_random.Next(s_words.Length)]).Append(_random.Next(4) > 0 ? " " : "");
        return text.ToString();
    }

    public static string Deep(string open, string close, int depth) =>
        $"x = {string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, depth))}\n";
}
