using System.Globalization;
using System.Text;

namespace Sluice.Chains.Code.Text;

/// <summary>Draws chains for Graphviz: a box a block, and what calls what.</summary>
public static class ChainGraph
{
    /// <summary>The graph of a unit in the DOT language.</summary>
    public static string Write(ChainUnit unit)
    {
        var text = new StringBuilder("digraph chains {\n    node [shape=box, fontname=monospace];\n");
        foreach (var entry in unit.Entries)
        {
            foreach (var (_, chain) in entry.Chains)
                text.Append(CultureInfo.InvariantCulture, $"    {Quote($"map {entry.Map}")} -> {Quote($"{chain}/{unit.FindChain(chain)!.Blocks[0].Label}")};\n");
        }

        foreach (var chain in unit.Chains)
        {
            text.Append(CultureInfo.InvariantCulture, $"    subgraph {Quote($"cluster_{chain.Name}")} {{\n        label={Quote(chain.Name)};\n");
            foreach (var block in chain.Blocks)
            {
                var lines = block.Operations.Select(ChainPrinter.Print).Append(ChainPrinter.Print(block.Terminator, chain));
                text.Append(CultureInfo.InvariantCulture, $"        {Quote($"{chain.Name}/{block.Label}")} [label=\"{Escape(block.Label)}:\\l{string.Concat(lines.Select(line => Escape(line) + "\\l"))}\"];\n");
            }

            text.Append("    }\n");
            foreach (var block in chain.Blocks)
            {
                foreach (var target in OperationShape.Successors(block.Terminator))
                    text.Append(CultureInfo.InvariantCulture, $"    {Quote($"{chain.Name}/{block.Label}")} -> {Quote($"{chain.Name}/{chain.Blocks[target].Label}")};\n");
                foreach (var callee in block.Operations.OfType<CallChainOperation>().Select(call => call.Chain).Distinct())
                    text.Append(CultureInfo.InvariantCulture, $"    {Quote($"{chain.Name}/{block.Label}")} -> {Quote($"{callee}/{unit.FindChain(callee)!.Blocks[0].Label}")} [style=dashed];\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    static string Quote(string text) => $"\"{Escape(text)}\"";

    static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
