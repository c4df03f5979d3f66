using System.CommandLine;
using Sluice.Cli.Click;
using Sluice.Cli.Output;
using Sluice.Click.Configuration;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice click flatten</c>: a configuration without compound elements.</summary>
static class ClickFlattenCommand
{
    public static Command Create(Terminal terminal)
    {
        ClickFile file = new();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("flatten", "Print a configuration without compound elements and variables.")
        {
            Options = { json },
            Examples = ["sluice click flatten -e 'elementclass Two { -> Counter -> Counter -> } Idle -> Two -> Discard'"],
        };
        file.AddTo(command, withCaptures: false);
        command.SetAction(parsed =>
        {
            var source = file.Read(parsed, terminal);
            var compiled = file.Loader(parsed).Read(source);
            if (!compiled.IsSound)
            {
                ClickFile.Report(terminal.Error, new Style(terminal.IsErrorTerminal), source, compiled.Diagnostics);
                return ExitCode.Failure;
            }

            if (parsed.GetValue(json))
                WriteJson(terminal, compiled.Configuration);
            else
                terminal.Out.Write(FlatText.Write(compiled.Configuration));
            return ExitCode.Success;
        });
        return command;
    }

    static void WriteJson(Terminal terminal, RouterConfiguration configuration) => JsonOutput.WriteObject(terminal, json =>
    {
        json.Objects("elements", configuration.Elements, element =>
        {
            json.WriteString("name", element.Name);
            json.WriteString("class", element.ClassName);
            json.WriteString("arguments", element.Arguments);
            json.WriteString("position", element.Position.ToString());
        });
        json.Objects("connections", configuration.Connections, connection =>
        {
            json.WriteString("from", configuration.Elements[connection.From].Name);
            json.WriteNumber("output", connection.FromPort);
            json.WriteString("to", configuration.Elements[connection.To].Name);
            json.WriteNumber("input", connection.ToPort);
        });
        json.Strings("requirements", configuration.Requirements);
    });
}
