using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Gathers the chains of a script and of the files it imports, and all that they use.</summary>
sealed partial class UnitBuilder(string name, ScriptOptions options, DiagnosticBag diagnostics)
{
    /// <summary>The map of the variables at the top level.</summary>
    const string VariablesMap = "script_variables";
    const int VariableSize = 8;

    readonly Dictionary<string, ScriptScope?> _files = [];
    readonly List<ChainSymbol> _chains = [];
    readonly List<ChainFunction> _compiled = [];
    readonly Dictionary<string, FunctionReference> _functions = [];
    readonly Dictionary<string, MapReference> _maps = [];
    readonly Dictionary<string, LoaderReference> _loaders = [];
    readonly List<MapEntry> _entries = [];
    readonly List<FunctionSetting> _settings = [];
    readonly List<long> _variables = [];
    readonly List<(ChainSymbol Caller, ChainSymbol Callee, SourceSpan Span)> _calls = [];
    int _next;

    /// <summary>What the unit is made with.</summary>
    public ScriptOptions Options { get; } = options;

    /// <summary>Takes what is wrong.</summary>
    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>Finds out what a script's names mean, and reads its configuration if it is the main one.</summary>
    public ScriptScope Open(Script script, bool isMain)
    {
        ScriptScope scope = new(script, Path.GetDirectoryName(script.Span.Source.Path) ?? "");
        new ScopeReader(this, scope).Read();
        if (isMain)
            new ConfigurationReader(this, scope).Read();
        return scope;
    }

    /// <summary>The script of a file, read once; null where that has failed or is not finished.</summary>
    public ScriptScope? OpenFile(string path, Func<SourceText?> read, out bool isKnown)
    {
        isKnown = _files.TryGetValue(path, out var scope);
        if (isKnown || read() is not { } source)
            return scope;
        _files[path] = null;
        scope = Open(Parser.Parse(source, Options.Definitions, Diagnostics), isMain: false);
        _files[path] = scope;
        return scope;
    }

    /// <summary>Adds a chain; its name becomes unique in the unit.</summary>
    public ChainSymbol AddChain(ChainDefinition definition, ScriptScope scope, ImmutableArray<ChainType> parameters)
    {
        var unique = definition.Name.Name;
        for (var number = 2; _chains.Exists(chain => chain.Name == unique); number++)
            unique = $"{definition.Name.Name}_{number}";
        ChainSymbol symbol = new(unique, definition, scope, parameters);
        _chains.Add(symbol);
        return symbol;
    }

    /// <summary>Compiles the chains of all scripts opened.</summary>
    public void CompileChains()
    {
        for (; _next < _chains.Count; _next++)
            _compiled.Add(new ChainCompiler(this, _chains[_next].Scope, _chains[_next]).Compile());
        foreach (var (caller, callee, span) in _calls)
        {
            if (!Reaches(callee, caller, []))
                continue;
            Diagnostics.Add(new(DiagnosticRules.Recursion, span, $"chain `{caller.Definition.Name.Name}` calls itself{(caller == callee ? "" : " through others")}")
            {
                Notes = ["chains are 16 deep at most, then the packet is dropped; compiled to native code, a chain cannot call itself"],
                Help = "repeat with `while` or `for`",
            });
        }
    }

    bool Reaches(ChainSymbol from, ChainSymbol to, HashSet<ChainSymbol> seen) => from == to
        || (seen.Add(from) && _calls.Any(call => call.Caller == from && Reaches(call.Callee, to, seen)));

    /// <summary>Notes that a function is called.</summary>
    public FunctionReference Use(FunctionSignature function)
    {
        FunctionReference reference = new(function.Package, function.Name,
            [.. function.Parameters.Select(parameter => parameter.Type.Bits)], function.Outcome);
        return _functions.TryAdd(reference.FullName, reference) ? reference : _functions[reference.FullName];
    }

    /// <summary>Notes that a chain calls another.</summary>
    public void Use(ChainSymbol caller, ChainSymbol callee, SourceSpan span) => _calls.Add((caller, callee, span));

    /// <summary>Notes that a map is used, and gives its full name.</summary>
    public string Use(MapSymbol map)
    {
        _maps.TryAdd(map.Reference.FullName, map.Reference);
        return map.Reference.FullName;
    }

    /// <summary>Notes that a loader is used, and perhaps attached.</summary>
    public void Use(LoaderSignature loader, Attachment? attachment = null)
    {
        var key = $"{loader.Package}.{loader.Name}";
        var known = _loaders.GetValueOrDefault(key) ?? new(loader.Package, loader.Name, []);
        _loaders[key] = attachment is null || known.Attachments.Contains(attachment) ? known
            : known with { Attachments = known.Attachments.Add(attachment) };
    }

    /// <summary>Adds an entry of a map; a later one with the same key replaces it.</summary>
    public void Add(MapEntry entry)
    {
        _entries.RemoveAll(entry.HasKeyOf);
        _entries.Add(entry);
    }

    /// <summary>Adds a setting; a later one of the same name replaces it.</summary>
    public void Add(FunctionSetting setting)
    {
        _settings.RemoveAll(other =>
            (other.Package, other.Function, other.Parameter) == (setting.Package, setting.Function, setting.Parameter));
        _settings.Add(setting);
    }

    /// <summary>Adds a variable of the top level.</summary>
    public GlobalVariable AddVariable(string variable, ChainType type, SourceSpan declared, ChainConstant initial)
    {
        var offset = _variables.Count * VariableSize;
        _variables.Add(unchecked((long)(ulong)initial.Bits));
        MapSymbol map = new("", new(VariablesMap, MapType.Array, sizeof(uint), 0, 1), MapLayout.Of([ChainType.U32]), []);
        return new(variable, type, declared, map, new(variable, offset, VariableSize, type, false));
    }

    /// <summary>The unit.</summary>
    public ChainUnit Build()
    {
        if (_variables.Count > 0)
        {
            var size = _variables.Count * VariableSize;
            var map = new MapSpec(VariablesMap, MapType.Array, sizeof(uint), size, 1);
            _maps[VariablesMap] = new("", VariablesMap, sizeof(uint), size) { Spec = map };
            Add(new MapEntry(VariablesMap, [0, 0, 0, 0], [.. _variables.SelectMany(BitConverter.GetBytes)], []));
        }

        return new()
        {
            Name = name,
            Chains = [.. _compiled],
            Functions = [.. _functions.Values],
            Maps = [.. _maps.Values],
            Loaders = [.. _loaders.Values],
            Entries = [.. _entries],
            Settings = [.. _settings],
        };
    }
}
