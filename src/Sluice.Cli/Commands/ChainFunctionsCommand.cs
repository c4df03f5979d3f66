using System.CommandLine;
using System.Text.Json;
using Sluice.Chains.Functions;
using Sluice.Cli.Chains;
using Sluice.Cli.Output;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice chain functions</c>: what scripts can import.</summary>
static class ChainFunctionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("NAME") { Description = "A package, a function or a loader, to be told all about it", Arity = ArgumentArity.ZeroOrOne };
        var settings = new ScriptSettings();
        var json = CommonOptions.Json();
        var command = new SluiceCommand("functions", "List the functions and loaders that scripts can import, with what they mean.")
        {
            Arguments = { name },
            Options = { json },
            Examples = ["sluice chain functions", "sluice chain functions meter", "sluice chain functions ip6_sd_tbmon --json"],
        };
        settings.AddPackagesTo(command);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name);
            var packages = Select(ScriptUnits.PackagesOf(settings.Of(parsed)), wanted);
            if (parsed.GetValue(json))
                WriteJson(terminal, packages);
            else if (wanted is not null)
                terminal.Out.Write(CatalogueText.Markdown(packages));
            else
                WriteTable(terminal, packages);
        });
        return command;
    }

    // Everything, a package, or the one function or loader of that name. Loaders, which every package has, are listed once.
    static List<PackageSignature> Select(PackageCatalogue catalogue, string? wanted)
    {
        var packages = catalogue.Packages.Select(package => catalogue.Find(package)!).ToList();
        var loaders = packages.SelectMany(package => package.Loaders).DistinctBy(loader => (loader.Package, loader.Name)).ToLookup(loader => loader.Package);
        var all = packages.ConvertAll(package => package with { Loaders = [.. loaders[package.Name]] });
        all.AddRange(loaders.Where(group => !catalogue.Packages.Contains(group.Key)).Select(group => new PackageSignature(group.Key, [], [.. group])));
        if (wanted is null)
            return all;
        var found = all.FindAll(package => package.Name == wanted);
        if (found.Count == 0)
        {
            found = [.. all.Select(package => package with
            {
                Functions = [.. package.Functions.Where(function => function.IsCalled(wanted))],
                Loaders = [.. package.Loaders.Where(loader => loader.IsCalled(wanted))],
            }).Where(package => !package.Functions.IsEmpty || !package.Loaders.IsEmpty)];
        }

        return found.Count > 0 ? found : throw new CommandException(
            $"found no package, function or loader '{wanted}', expected one that `sluice chain functions` lists");
    }

    static void WriteTable(Terminal terminal, List<PackageSignature> packages)
    {
        var table = new Table("PACKAGE", "NAME", "WHAT IT DOES");
        foreach (var package in packages)
        {
            foreach (var function in package.Functions)
                table.Add(package.Name, CatalogueText.Signature(function), FirstSentence(function.Documentation));
            foreach (var loader in package.Loaders)
                table.Add(package.Name, loader.Name, FirstSentence(loader.Documentation));
        }

        table.Write(terminal.Out, Style.For(terminal));
    }

    static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? text[..(end + 1)] : text;

    static void WriteJson(Terminal terminal, List<PackageSignature> packages) => JsonOutput.WriteObject(terminal, json =>
        json.Objects("packages", packages, package =>
        {
            json.WriteString("name", package.Name);
            json.Objects("functions", package.Functions, function =>
            {
                json.WriteString("name", function.Name);
                json.WriteString("documentation", function.Documentation);
                json.WriteString("result", function.Result.Name);
                json.WriteString("outcome", $"{function.Outcome}".ToLowerInvariant());
                json.WriteString("result_documentation", function.ResultDocumentation);
                json.Objects("parameters", function.Parameters, parameter =>
                {
                    json.WriteString("name", parameter.Name);
                    json.WriteString("type", parameter.Type.Name);
                    json.WriteString("documentation", parameter.Documentation);
                });
                WriteRest(json, [.. function.Aliases], function.Settings, function.Maps);
            });
            json.Objects("loaders", package.Loaders, loader =>
            {
                json.WriteString("name", loader.Name);
                json.WriteString("documentation", loader.Documentation);
                WriteRest(json, [.. loader.Aliases], loader.Settings, loader.Maps);
            });
        }));

    static void WriteRest(Utf8JsonWriter json, string[] aliases, IEnumerable<SettingSignature> settings, IEnumerable<MapSignature> maps)
    {
        json.Strings("aliases", aliases);
        json.Objects("settings", settings, setting =>
        {
            json.WriteString("name", setting.Name);
            json.WriteString("type", setting.Type.Name);
            json.WriteString("documentation", setting.Documentation);
        });
        json.Objects("maps", maps, map =>
        {
            json.WriteString("name", map.Spec.Name);
            json.WriteString("type", $"{map.Spec.Type}");
            json.WriteString("documentation", map.Documentation);
        });
    }
}
