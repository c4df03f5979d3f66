using Sluice.Bpf.Assembly;
using Sluice.Verifier.Inspection;

namespace Sluice.Cli.Verification;

/// <summary>Control flow graphs in the language of Graphviz: <c>dot -Tsvg F</c> draws them.</summary>
static class GraphDot
{
    /// <summary>Writes the graphs of all programs. Blocks that lead to a rejection are drawn thick, its own red.</summary>
    public static void Write(TextWriter output, IReadOnlyList<VerifiedProgram> programs)
    {
        output.WriteLine("digraph verification {");
        output.WriteLine("  node [shape=box, fontname=\"monospace\", fontsize=10];");
        for (var number = 0; number < programs.Count; number++)
            Write(output, programs[number], number);
        output.WriteLine("}");
    }

    static void Write(TextWriter output, VerifiedProgram verified, int number)
    {
        var rejected = verified.Report.Rejections.Select(rejection => rejection.Slot).ToHashSet();
        var path = verified.Report.Rejections.SelectMany(rejection => rejection.Path).Select(step => step.Slot).ToHashSet();
        var functions = ProgramGraph.Of(verified.Program).Functions;
        for (var index = 0; index < functions.Length; index++)
        {
            output.WriteLine($"  subgraph cluster_{number}_{index} {{");
            output.WriteLine($"    label=\"{Escape(index == 0 ? verified.Report.ToString() : functions[index].Name)}\";");
            foreach (var block in functions[index].Blocks)
            {
                var style = Holds(block, rejected) ? ", color=red, penwidth=2" : Holds(block, path) ? ", penwidth=2" : "";
                output.WriteLine($"    p{number}_{block.Start} [label=\"{Label(verified, block)}\"{style}];");
            }

            output.WriteLine("  }");
        }

        foreach (var block in functions.SelectMany(function => function.Blocks))
        {
            var isBranch = block.Target is not null && block.Next is not null;
            if (block.Target is { } target)
                output.WriteLine($"  p{number}_{block.Start} -> p{number}_{target}{(isBranch ? " [label=\"taken\"]" : "")};");
            if (block.Next is { } next)
                output.WriteLine($"  p{number}_{block.Start} -> p{number}_{next};");
            if (block.Callee is { } callee)
                output.WriteLine($"  p{number}_{block.Start} -> p{number}_{callee} [style=dashed];");
        }
    }

    static bool Holds(GraphBlock block, HashSet<int> slots) => slots.Any(slot => slot >= block.Start && slot <= block.Last);

    // \l ends a line that is set to the left.
    static string Label(VerifiedProgram verified, GraphBlock block)
    {
        var code = verified.Program.Instructions.AsSpan();
        var lines = new List<string>();
        for (var slot = block.Start; slot <= block.Last; slot += code[slot].IsWide ? 2 : 1)
            lines.Add($"{slot}: {Escape(Disassembler.Format(code, slot))}\\l");
        return string.Concat(lines);
    }

    static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
