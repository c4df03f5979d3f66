using System.Globalization;
using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>SourceIPHashMapper(NNODES SEED, PATTERN FOUTPUT ROUTPUT ID, ...)</c>: gives new flows of a rewriter a pattern by their source
/// address, so that a host keeps its server.</summary>
/// <remarks>Each pattern's ID is weighed against the address, and the heaviest wins: when a server goes, only its hosts get another,
/// wherever it stood among the arguments. That needs no ring of points, so NNODES, the points of a server on Click's, changes nothing.</remarks>
sealed class SourceIPHashMapper : PatternMapper
{
    const string Form = "expected SADDR SPORT DADDR DPORT FOUTPUT ROUTPUT ID, or NAME FOUTPUT ROUTPUT ID";

    ulong _seed;
    uint[] _servers = [];

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var texts = arguments.Everything();
        var ring = texts.Count > 0 ? ArgumentText.SplitWords(texts[0]) : [];
        var seed = 0u;
        if (ring is not [var nodes, var start] || !ArgumentTypes.Range(1, int.MaxValue).Parse(nodes, arguments.Scope, out _)
            || !ArgumentTypes.UInt32.Parse(start, arguments.Scope, out seed))
            arguments.Error($"found `{(texts.Count > 0 ? texts[0] : "")}`, expected NNODES SEED, two numbers, before the patterns");
        var servers = new List<uint>();
        if (TakeOver(arguments, [.. texts.Skip(1)], Parse))
            (_seed, _servers) = (seed, [.. servers]);

        (RewriterInput?, string) Parse(string text, ArgumentScope scope, List<string> words)
        {
            var error = $"found `{text}`, {Form}";
            if (words.Count < 4 || !uint.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return (null, error);
            if (servers.Contains(id))
                return (null, $"found the ID {id} twice, expected another for `{text}`");
            servers.Add(id);
            return (RewriterInput.ParsePattern(text, words[..^1], scope, -1, false, ref error), error);
        }
    }

    /// <inheritdoc/>
    public override RewriterInput? Map(in FlowId flow, FlowStore store, out FlowId rewritten) =>
        MapFrom(Heaviest(flow.Source), flow, store, out rewritten, out _);

    int Heaviest(uint source)
    {
        var best = 0;
        var weight = 0UL;
        for (var i = 0; i < _servers.Length; i++)
        {
            var hash = Mix(Mix(source | _seed << 32) ^ (_servers[i] + 1UL) * 0x9e37_79b9_7f4a_7c15);
            if (hash < weight)
                continue;
            (best, weight) = (i, hash);
        }

        return best;
    }

    // The finalizer of MurmurHash3: every bit of the value changes half of the hash.
    static ulong Mix(ulong value)
    {
        value = (value ^ value >> 33) * 0xff51_afd7_ed55_8ccd;
        value = (value ^ value >> 33) * 0xc4ce_b9fe_1a85_ec53;
        return value ^ value >> 33;
    }
}
