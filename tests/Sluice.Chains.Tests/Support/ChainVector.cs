using System.Globalization;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Text;

namespace Sluice.Chains.Tests.Support;

/// <summary>One case of a vector file: code, and what becomes of each packet.</summary>
sealed record ChainVector(string File, int Line, string Name, string Code, IReadOnlyList<ChainVector.Packet> Packets)
{
    /// <summary>A packet and what is expected of it.</summary>
    public sealed record Packet(string Text, int Verdict, FaultCause? Fault, IReadOnlyList<(int Offset, string Bytes)> Bytes);

    public static IEnumerable<ChainVector> Read(string file)
    {
        string? name = null;
        int line = 0, start = 0;
        var code = new List<string>();
        var packets = new List<Packet>();
        foreach (var text in System.IO.File.ReadLines(TestData.Find(file)).Append("== end"))
        {
            line++;
            if (text.StartsWith("== ", StringComparison.Ordinal))
            {
                if (name is not null)
                    yield return new(file, start, name, string.Join('\n', code), [.. packets]);
                (name, start) = (text[3..], line);
                code.Clear();
                packets.Clear();
            }
            else if (text.StartsWith("packet ", StringComparison.Ordinal))
            {
                packets.Add(ReadPacket(text["packet ".Length..]));
            }
            else if (!text.StartsWith('#'))
            {
                code.Add(text);
            }
        }
    }

    static Packet ReadPacket(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        var words = text[(bar + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isFault = words[0] == "fault";
        var bytes = new List<(int, string)>();
        for (var at = isFault ? 2 : 1; at < words.Length; at += 2)
            bytes.Add((int.Parse(words[at].AsSpan(1), CultureInfo.InvariantCulture), words[at + 1].ToUpperInvariant()));
        return new(text[..bar].Trim(), isFault ? 0 : OperatorSpelling.Find(OperatorSpelling.Verdicts, words[0])!.Value,
            isFault ? OperatorSpelling.Find(OperatorSpelling.Causes, words[1]) : null, bytes);
    }

    public override string ToString() => $"{File}:{Line} {Name}";
}
