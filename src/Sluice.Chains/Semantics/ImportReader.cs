using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Functions;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Resolves the imports of a script.</summary>
sealed class ImportReader(UnitBuilder unit, ScriptScope scope)
{
    const string Extension = ".eclat";

    // Published scripts name packages of their authors' machines; functions and loaders have one name everywhere.
    static readonly string[] s_oldPackages = ["net", "basic", "mynet", "hike", "test"];

    static readonly string[] s_functionKinds = ["programs", "program", "prog", "progs", "functions"];
    static readonly string[] s_loaderKinds = ["loaders", "loader"];
    static readonly string[] s_chainKinds = ["chains", "chain"];

    readonly DiagnosticBag _diagnostics = unit.Diagnostics;
    readonly IFunctionCatalogue _catalogue = unit.Options.Catalogue;

    /// <summary>Adds what an import names to the scope.</summary>
    public void Read(ImportStatement import)
    {
        if (import.File is { } file)
        {
            ReadFile(import, file, import.Span);
            return;
        }

        var kind = import.Module.Length > 1 ? import.Module[0].Name : "";
        var package = import.Module[^1];
        if (s_chainKinds.Contains(kind))
        {
            ReadFile(import, package.Name + Extension, package.Span);
            return;
        }

        if (kind.Length > 0 && !s_functionKinds.Contains(kind) && !s_loaderKinds.Contains(kind))
        {
            Lose(import);
            _diagnostics.Add(DiagnosticRules.UnknownPackage, import.Module[0].Span,
                $"`{kind}` is nothing to import from", "expected `programs`, `loaders` or `chains`",
                Spelling.Closest(kind, ["programs", "prog", "loaders", "chains"]) is { } closest
                    ? $"did you mean `{closest}`?" : null);
            return;
        }

        var isOld = s_oldPackages.Contains(package.Name);
        if (_catalogue.Find(package.Name) is null && !isOld && !s_loaderKinds.Contains(kind))
        {
            Lose(import);
            _diagnostics.Add(DiagnosticRules.UnknownPackage, package.Span, $"there is no package `{package.Name}`", "",
                Spelling.Closest(package.Name, _catalogue.Packages) is { } closest ? $"did you mean `{closest}`?"
                    : $"the packages are {string.Join(", ", _catalogue.Packages)}");
            return;
        }

        foreach (var name in import.Names)
        {
            // The published object of that name needs no import.
            if (name.Name == "Packet")
                continue;
            if (s_loaderKinds.Contains(kind))
                ReadLoader(package.Name, name);
            else
                ReadFunction(package.Name, name, isOld, kind.Length == 0);
        }
    }

    void ReadFunction(string package, Identifier name, bool isAnywhere, bool mayBeLoader)
    {
        var found = _catalogue.Find(package)?.Functions.FirstOrDefault(function => function.IsCalled(name.Name));
        var elsewhere = found is null
            ? Everywhere().SelectMany(known => known.Functions).FirstOrDefault(function =>
            function.IsCalled(name.Name)) : null;
        if ((found ?? (isAnywhere ? elsewhere : null)) is { } function)
        {
            if (scope.Functions.TryGetValue(name.Name, out var other) && other.Package != function.Package)
                _diagnostics.Add(DiagnosticRules.DuplicateName, name.Span,
                    $"`{name.Name}` is imported from package `{other.Package}` already");
            scope.Functions[name.Name] = function;
            return;
        }

        if (mayBeLoader && FindLoader(package, name.Name) is { } loader)
        {
            scope.Loaders[name.Name] = loader;
            return;
        }

        scope.Lost.Add(name.Name);
        var help = elsewhere is not null
            ? $"it is in package `{elsewhere.Package}`: `from programs.{elsewhere.Package} import {name.Name}`"
            : FindLoader(package, name.Name) is { } wrong
                ? $"it is a loader: `from loaders.{wrong.Package} import {name.Name}`"
            : Spelling.Closest(name.Name,
                Names(isAnywhere ? Everywhere() : [_catalogue.Find(package)!])) is { } closest ? $"did you mean `{closest}`?"
            : null;
        _diagnostics.Add(DiagnosticRules.UnknownImport, name.Span,
            isAnywhere ? $"no package has a function `{name.Name}`"
                : $"package `{package}` has no function `{name.Name}`", "", help);
    }

    void ReadLoader(string package, Identifier name)
    {
        if (FindLoader(package, name.Name) is { } loader)
        {
            scope.Loaders[name.Name] = loader;
            return;
        }

        scope.Lost.Add(name.Name);
        var isFunction = Everywhere().SelectMany(known => known.Functions).Any(function => function.IsCalled(name.Name));
        var loaders = Everywhere().SelectMany(known => known.Loaders).Select(known => known.Name);
        _diagnostics.Add(DiagnosticRules.UnknownLoader, name.Span, $"there is no loader `{name.Name}`", "",
            isFunction ? "it is a function: import it from `programs`"
            : Spelling.Closest(name.Name, loaders) is { } closest ? $"did you mean `{closest}`?"
                : $"the loaders are {string.Join(", ", loaders)}");
    }

    // Loaders have one name everywhere; published scripts disagree on their package.
    LoaderSignature? FindLoader(string package, string name) =>
        _catalogue.Find(package)?.Loaders.FirstOrDefault(loader => loader.IsCalled(name))
        ?? Everywhere().SelectMany(known => known.Loaders).FirstOrDefault(loader => loader.IsCalled(name));

    IEnumerable<PackageSignature> Everywhere() => _catalogue.Packages.Select(package => _catalogue.Find(package)!);

    static IEnumerable<string> Names(IEnumerable<PackageSignature> packages) =>
        packages.SelectMany(package => package.Functions).Select(function => function.Name);

    void ReportDuplicate(Identifier name, ChainSymbol other) =>
        _diagnostics.Add(new(DiagnosticRules.DuplicateName, name.Span, $"there are two chains `{name.Name}`")
        {
            Related = [new(other.Definition.Name.Span, "the other one")],
            Help = "rename the script's own",
        });

    void Lose(ImportStatement import) => scope.Lost.UnionWith(import.Names.Select(name => name.Name));

    void ReadFile(ImportStatement import, string file, SourceSpan span)
    {
        var path = Path.Combine(scope.Folder, file);
        var opened = unit.OpenFile(path, () =>
            unit.Options.ReadFile(path) is { } text ? new(path, text) : null, out var isKnown);
        if (opened is null)
        {
            Lose(import);
            _diagnostics.Add(DiagnosticRules.FileNotImported, span,
                isKnown ? $"`{path}` imports itself, perhaps through others" : $"there is no file `{path}`", "",
                isKnown ? "move what both need into a third file" : "paths count from the folder of the importing script");
            return;
        }

        foreach (var name in import.Names)
        {
            if (opened.Chains.TryGetValue(name.Name, out var chain))
            {
                if (!scope.Chains.TryAdd(name.Name, chain) && scope.Chains[name.Name] != chain)
                    ReportDuplicate(name, scope.Chains[name.Name]);
            }
            else if (opened.Constants.TryGetValue(name.Name, out var constant))
            {
                scope.Constants[name.Name] = constant;
            }
            else if (scope.Lost.Add(name.Name) && !opened.Lost.Contains(name.Name))
            {
                _diagnostics.Add(DiagnosticRules.UnknownImport, name.Span,
                    $"`{path}` has no chain or constant `{name.Name}`", "",
                    Spelling.Closest(name.Name, opened.Chains.Keys.Concat(opened.Constants.Keys)) is { } closest
                        ? $"did you mean `{closest}`?" : null);
            }
        }
    }
}
