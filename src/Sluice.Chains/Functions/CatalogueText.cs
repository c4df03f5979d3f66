using System.Collections.Immutable;
using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Chains.Code;

namespace Sluice.Chains.Functions;

/// <summary>What packages offer, for people to read.</summary>
public static class CatalogueText
{
    /// <summary>Packages as a page of Markdown: a heading for each, then its functions and loaders.</summary>
    public static string Markdown(IEnumerable<PackageSignature> packages)
    {
        var page = new StringBuilder();
        foreach (var package in packages)
        {
            page.Append($"## {package.Name}\n\n");
            foreach (var function in package.Functions)
                Write(page, Signature(function), Say(function), function.Aliases, function.Settings, function.Maps);
            foreach (var loader in package.Loaders)
                Write(page, loader.Name, loader.Documentation, loader.Aliases, loader.Settings, loader.Maps, loader.Name);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>A function's declaration as scripts would write it, with what it gives: <c>monitor(event: u32) → u64</c>.</summary>
    public static string Signature(FunctionSignature function) => function.Outcome switch
    {
        FunctionOutcome.Verdict => $"{function} → verdict",
        FunctionOutcome.Value => $"{function} → {function.Result}",
        _ => $"{function} → {function.Result} or verdict",
    };

    static string Say(FunctionSignature function)
    {
        var text = new StringBuilder(function.Documentation);
        if (function.ResultDocumentation.Length > 0)
            text.Append($" Gives {function.ResultDocumentation}.");
        foreach (var parameter in function.Parameters.Where(parameter => parameter.Documentation.Length > 0))
            text.Append($"\n- `{parameter.Name}`: {parameter.Documentation}");
        return text.ToString();
    }

    static void Write(
        StringBuilder page, string title, string text, ImmutableArray<string> aliases, ImmutableArray<SettingSignature> settings,
        ImmutableArray<MapSignature> maps, string owner = "")
    {
        page.Append($"### `{title}`\n\n{text}\n");
        if (!aliases.IsEmpty)
            page.Append($"- older names: {string.Join(", ", aliases.Select(alias => $"`{alias}`"))}\n");
        foreach (var setting in settings)
            page.Append($"- setting `{setting.Name}: {setting.Type}`: {setting.Documentation}\n");
        foreach (var map in maps)
        {
            var (key, value) = (NameOf(map.Spec.KeyType, map.Spec.KeySize), NameOf(map.Spec.ValueType, map.Spec.ValueSize));
            var older = map.Aliases.IsEmpty ? "" : $" (older name `{string.Join("`, `", map.Aliases)}`)";
            var name = owner.Length == 0 ? map.Spec.Name : $"{owner}[{map.Spec.Name}]"; // as scripts fill it
            page.Append($"- map `{name}`{older}, "
                + $"{map.Spec.Type}, {key} → {value}, {map.Spec.MaxEntries} entries: {map.Documentation}\n");
        }

        page.Append('\n');
    }

    static string NameOf(BtfType? type, int size) => type?.WithoutQualifiers() switch
    {
        BtfStruct { Name.Length: > 0 } structure => $"`struct {structure.Name}`",
        { Name.Length: > 0 } named => $"`{named.Name}`",
        _ => $"{size} bytes",
    };
}
