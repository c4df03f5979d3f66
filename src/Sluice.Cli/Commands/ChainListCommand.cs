using System.CommandLine;
using System.Globalization;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Cli.Chains;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain list</c>: the chains of a script, and what they cost.</summary>
static class ChainListCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A script; - is standard input" };
        var settings = new ScriptSettings();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("list", "List the chains of a script: their ids, their code, what they call.")
        {
            Arguments = { file },
            Options = { json },
            Examples = ["sluice chain list examples/ddos/ddos.eclat", "sluice chain list examples/ddos/ddos.eclat --json"],
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = settings.Of(parsed);
            var unit = ScriptUnits.Compile(terminal, parsed.GetRequiredValue(file), options);
            var bytecode = BytecodeText.Generate(unit).Bytecode;
            var native = ChainComposer.Compose(unit, ScriptUnits.PackagesOf(options), isInlined: false);
            var rows = unit.Chains.Select(chain => new Row(chain, native.ChainIds[chain.Name],
                bytecode.Chains.First(code => code.Name == chain.Name).Instructions.Length,
                native.Object.FindFunction(Sluice.Chains.Code.Native.NativeNames.Chain(chain.Name))?.Instructions.Length ?? 0)).ToArray();
            if (parsed.GetValue(json))
                WriteJson(terminal, rows);
            else
                WriteText(terminal, rows);
        });
        return command;
    }

    static void WriteText(Terminal terminal, Row[] rows)
    {
        var table = new Table(Column.Number("ID"), "CHAIN", Column.Number("ARGUMENTS"), Column.Number("BYTECODE"), Column.Number("NATIVE"), "CALLS");
        foreach (var row in rows)
        {
            table.Add(Text(row.Id), row.Chain.Name, Text(row.Chain.ParameterCount), Text(row.Bytecode), Text(row.Native), string.Join(", ", row.Calls));
        }

        table.Write(terminal.Out, Style.For(terminal));
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static void WriteJson(Terminal terminal, Row[] rows) => JsonOutput.WriteObject(terminal, json => json.Objects("chains", rows, row =>
    {
        json.WriteString("name", row.Chain.Name);
        json.WriteNumber("id", row.Id);
        json.WriteNumber("arguments", row.Chain.ParameterCount);
        json.WriteNumber("bytecode_instructions", row.Bytecode);
        json.WriteNumber("native_instructions", row.Native);
        json.Strings("calls", row.Calls);
    }));

    sealed record Row(ChainFunction Chain, uint Id, int Bytecode, int Native)
    {
        /// <summary>The functions and chains that it calls, in the order of first call.</summary>
        public IEnumerable<string> Calls => Chain.Blocks.SelectMany(block => block.Operations).Select(operation => operation switch
        {
            CallFunctionOperation call => call.Function,
            CallChainOperation call => call.Chain,
            _ => "",
        }).Where(name => name.Length > 0).Distinct();
    }
}
