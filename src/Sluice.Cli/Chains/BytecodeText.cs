using System.Globalization;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Machine;

namespace Sluice.Cli.Chains;

/// <summary>Bytecode of chains as text.</summary>
static class BytecodeText
{
    /// <summary>Every chain's instructions, behind the ids of what they call.</summary>
    public static string Write(ChainUnit unit)
    {
        var (bytecode, ids) = Generate(unit);
        var text = new StringBuilder();
        foreach (var (function, id) in ids)
            text.Append(CultureInfo.InvariantCulture, $"# function {id}: {function}\n");
        foreach (var chain in bytecode.Chains)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# chain 0x{chain.Id:x}: {chain.Name}, {chain.Instructions.Length} instructions\n");
            var lines = Disassembler.ToText(Disassembler.Disassemble(chain.Instructions.AsSpan()));
            for (var arguments = 0; arguments <= FunctionReference.MaxParameters; arguments++)
            {
                // The disassembler knows Linux's helpers, not the machine's.
                var call = ElementCalls.Immediate(arguments).ToString(CultureInfo.InvariantCulture);
                lines = lines.Replace($"call unknown#{call}\n", $"call {call}\t# element r1, {arguments} arguments\n", StringComparison.Ordinal);
            }

            text.Append(lines);
        }

        return text.ToString();
    }

    /// <summary>The bytecode, with ids in the order of the calls.</summary>
    public static (BytecodeUnit Bytecode, List<(string Function, uint Id)> Ids) Generate(ChainUnit unit)
    {
        var ids = new List<(string Function, uint Id)>();
        var chains = unit.Chains.Select((chain, index) => (chain.Name, Id: (uint)index + 1)).ToDictionary(chain => chain.Name, chain => chain.Id);
        var bytecode = BytecodeGenerator.Generate(unit, chains, function =>
        {
            ids.Add((function.FullName, (uint)ids.Count));
            return (uint)ids.Count - 1;
        });
        return (bytecode, ids);
    }
}
