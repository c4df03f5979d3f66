using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Helpers;

/// <summary>One case of testdata/helpers: a program over a packet, and what Linux made of it.</summary>
public sealed record PacketCase(string Name, int Line, ProgramType Type, byte[] Packet, string Text, uint Result, byte[] Output)
{
    /// <summary>Reads all cases of a file.</summary>
    public static IEnumerable<PacketCase> Read(string path)
    {
        var packets = new Dictionary<string, byte[]>();
        var lines = File.ReadAllLines(path);
        for (var line = 0; line < lines.Length; line++)
        {
            if (lines[line].StartsWith('@'))
            {
                var words = lines[line][1..].Split(' ');
                packets[words[0]] = Convert.FromHexString(words[1]);
            }
            else if (lines[line].StartsWith("== ", StringComparison.Ordinal))
            {
                var title = lines[line][3..];
                var words = title.Split(' ', 3);
                var end = Array.FindIndex(lines, line, text => text.StartsWith("=>", StringComparison.Ordinal));
                var expected = lines[end].Split(' ');
                yield return new PacketCase(title, line + 1,
                    words[0] == "xdp" ? ProgramType.Xdp : ProgramType.SchedClassifier,
                    packets[words[1].TrimEnd(':')],
                    string.Join('\n', lines[(line + 1)..end]),
                    Convert.ToUInt32(expected[1], 16),
                    Convert.FromHexString(expected[2]));
            }
        }
    }

    public override string ToString() => $"line {Line}: {Name}";
}
