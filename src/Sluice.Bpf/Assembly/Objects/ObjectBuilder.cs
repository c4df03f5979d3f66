using System.Collections.Immutable;
using System.Text;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>Makes an object from text: directives for what stands around the code, functions with <see cref="FunctionBuilder"/>.</summary>
sealed class ObjectBuilder
{
    const int LargestData = 1 << 26;

    readonly ErrorList _errors;
    readonly ObjectScope _scope = new();
    readonly List<FunctionBuilder> _functions = [];
    readonly List<MapSpec> _maps = [];
    readonly List<(int Line, VariableSpec Spec)> _variables = [];
    readonly List<(Statement Statement, Action<ObjectBuilder, DirectiveReader> Read)> _directives = [];
    readonly List<byte> _data = [];
    readonly StringBuilder _typesText = new();
    readonly string _file;
    BtfTypes? _types;
    int? _typesLine;
    string _name;
    string _license = "";
    bool _isBigEndian;
    FunctionBuilder? _function;

    static readonly Dictionary<string, Action<ObjectBuilder, DirectiveReader>> s_directives = new()
    {
        [".object"] = (builder, r) => builder._name = r.TryString(out var name) && r.AtEnd() ? name : builder._name,
        [".license"] = (builder, r) => builder._license = r.TryString(out var text) && r.AtEnd() ? text : "",
        [".big_endian"] = (builder, r) => builder._isBigEndian = r.AtEnd(),
        [".extern"] = (builder, r) => builder.ReadExtern(r),
        [".map"] = (builder, r) => builder.ReadMap(r),
        [".inner"] = (builder, r) => builder.ReadInner(r),
        [".slot"] = (builder, r) => builder.ReadSlot(r),
        [".bytes"] = (builder, r) => builder.ReadBytes(r),
        [".zero"] = (builder, r) => builder.ReadZeros(r),
        [".variable"] = (builder, r) => builder.ReadVariable(r),
    };

    // Functions take the statements that follow them, and types must be known before anything names one.
    static readonly Dictionary<string, Action<ObjectBuilder, DirectiveReader>> s_early = new()
    {
        [".program"] = (builder, r) => builder.ReadFunction(r, isProgram: true),
        [".function"] = (builder, r) => builder.ReadFunction(r, isProgram: false),
        [".btf"] = (builder, r) => builder.ReadTypes(r),
    };

    public ObjectBuilder(string name, string file)
    {
        (_name, _file) = (name, file);
        _errors = new(file);
    }

    /// <exception cref="AssemblyException">The text has errors.</exception>
    public BpfObject Build(string text)
    {
        StatementReader.Read(text, AddLabel, Add);
        DecodeTypes();
        foreach (var (statement, read) in _directives)
            read(this, new(statement, _errors, _types));
        FinishData();
        foreach (var (line, variable) in _variables)
            CheckMap(line, variable);

        var ends = new Dictionary<string, int>();
        foreach (var function in _functions)
            function.Assemble(ends);
        var specs = _functions.Select(function => (Builder: function, Spec: function.Build(_types))).ToList();
        var result = new BpfObject
        {
            Name = _name,
            License = _license,
            IsBigEndian = _isBigEndian,
            Maps = [.. _maps],
            Variables = [.. _variables.Select(variable => variable.Spec)],
            Types = _types,
            Programs = [.. specs.Where(pair => pair.Builder.Declaration.IsProgram).Select(ToProgram).OfType<ProgramSpec>()],
            Functions = [.. specs.Where(pair => !pair.Builder.Declaration.IsProgram).Select(pair => pair.Spec)],
        };
        _errors.ThrowIfAny();
        return result;
    }

    ProgramSpec? ToProgram((FunctionBuilder Builder, FunctionSpec Spec) pair)
    {
        var program = pair.Builder.Declaration.ToProgram(pair.Spec);
        if (program is null && pair.Builder.IsDeclared)
        {
            _errors.Add(pair.Builder.Line, 1, $"section '{pair.Spec.Section}', which says no program type",
                "a section name of libbpf's, or the attribute 'type'");
        }

        return program;
    }

    void AddLabel(int line, Token token)
    {
        if (_function is { } function)
            function.Code.AddLabel(line, token);
        else
            _errors.Add(line, token, "a .program or .function before the first label");
    }

    void Add(Statement statement)
    {
        if (statement.IsCode)
        {
            if (_function is { } function)
                function.Code.Add(statement);
            else
                _errors.Add(statement.Line, statement.First, "a .program or .function before the first instruction");
        }
        else if (s_early.TryGetValue(statement.First.Text, out var early))
        {
            early(this, new(statement, _errors));
        }
        else if (s_directives.TryGetValue(statement.First.Text, out var read))
        {
            _directives.Add((statement, read));
        }
        else
        {
            var known = s_directives.Keys.Concat(s_early.Keys).Concat(CodeAssembler.Directives);
            _errors.Add(statement.Line, statement.First, "a directive", Spelling.Closest(statement.First.Text, known));
        }
    }

    void ReadFunction(DirectiveReader reader, bool isProgram)
    {
        // Whatever is wrong with the declaration, what follows is its code.
        var start = reader.Current;
        var name = reader.TryName(out var token) ? token.Text : "";
        var declaration = new FunctionDeclaration(name, isProgram) { Section = isProgram ? "" : ".text" };
        var read = name.Length > 0 ? Attribute<FunctionDeclaration>.ReadAll(reader, declaration, Attributes.Function) : null;
        if (read is { Section.Length: 0 })
            reader.Fail("the attribute 'section'");
        if (name.Length > 0 && _scope.Has(SymbolKind.Function, name))
            _errors.Add(reader.Line, start.Column, $"a second function '{name}'", "each name once");
        _function = new(reader.Line, read ?? declaration, _errors, _scope) { IsDeclared = read is { Section.Length: > 0 } };
        _functions.Add(_function);
        if (name.Length > 0)
            _scope.Add(SymbolKind.Function, name);
    }

    void ReadExtern(DirectiveReader reader)
    {
        var kinds = new[] { SymbolKind.Function, SymbolKind.Ksym, SymbolKind.Kconfig };
        var token = reader.Current;
        if (!reader.TryEnum<SymbolKind>(out var kind))
            return;
        if (!kinds.Contains(kind))
            _errors.Add(reader.Line, token, "function, ksym or kconfig");
        else if (reader.TryName(out var name) && (reader.Accept("weak") is var isWeak) && reader.AtEnd())
            _scope.AddExtern(new(name.Text, kind, isWeak));
    }

    void ReadMap(DirectiveReader reader)
    {
        FinishData();
        if (ReadMapSpec(reader) is not { } map)
            return;
        if (_scope.Has(SymbolKind.Map, map.Name))
            reader.FailWhole($"each map once, and there is a '{map.Name}' already");
        _maps.Add(map);
        _scope.Add(SymbolKind.Map, map.Name);
    }

    static MapSpec? ReadMapSpec(DirectiveReader reader) =>
        reader.TryName(out var name) && reader.TryEnum<MapType>(out var type)
            ? Attribute<MapSpec>.ReadAll(reader, new MapSpec(name.Text, type, 0, 0, 0), Attributes.Map)
            : null;

    void ReadInner(DirectiveReader reader)
    {
        if (ReadMapSpec(reader) is { } inner)
            ChangeMap(reader, map => map with { Inner = inner });
    }

    void ReadSlot(DirectiveReader reader)
    {
        if (reader.TryNumber(0, int.MaxValue, out var index) && reader.Expect("=") && reader.TryName(out var name) && reader.AtEnd())
            ChangeMap(reader, map => map with { InitialSlots = map.InitialSlots.Add(((int)index, name.Text)) });
    }

    void ReadBytes(DirectiveReader reader)
    {
        var token = reader.Current;
        if (!reader.TryString(out var text) || !reader.AtEnd() || !HasMap(reader))
            return;
        var bytes = new byte[text.Length / 2];
        if (text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
            _data.AddRange(bytes);
        else
            _errors.Add(reader.Line, token, "pairs of hexadecimal digits");
    }

    void ReadZeros(DirectiveReader reader)
    {
        if (reader.TryNumber(0, LargestData - _data.Count, out var count) && reader.AtEnd() && HasMap(reader))
            _data.AddRange(new byte[(int)count]);
    }

    void ReadVariable(DirectiveReader reader)
    {
        if (!reader.TryName(out var name)
            || Attribute<VariableSpec>.ReadAll(reader, new VariableSpec(name.Text, "", 0, 0, null, false), Attributes.Variable) is not { } variable)
        {
            return;
        }

        _variables.Add((reader.Line, variable));
        _scope.AddVariable(variable);
    }

    void CheckMap(int line, VariableSpec variable)
    {
        if (_maps.Find(map => map.Name == variable.Map) is not { } map)
        {
            _errors.Add(line, 1, $"variable '{variable.Name}' in map '{variable.Map}'", "a map of this object",
                Spelling.Closest(variable.Map, _scope.Names(SymbolKind.Map)));
        }
        else if (variable.Offset < 0 || variable.Size < 0 || variable.Offset > map.ValueSize - variable.Size)
        {
            _errors.Add(line, 1, $"variable '{variable.Name}' of {variable.Size} bytes at {variable.Offset}", $"it within the {map.ValueSize} bytes of its map");
        }
    }

    void ReadTypes(DirectiveReader reader)
    {
        _typesLine ??= reader.Line;
        if (reader.TryString(out var text) && reader.AtEnd())
            _typesText.Append(text);
    }

    void DecodeTypes()
    {
        if (_typesLine is not { } line)
            return;
        var bytes = new byte[_typesText.Length];
        if (!Convert.TryFromBase64String(_typesText.ToString(), bytes, out var length))
        {
            _errors.Add(line, 1, "text that is not base64", "the contents of a .BTF section in base64");
            return;
        }

        try
        {
            _types = BtfTypes.Read(bytes.AsSpan(0, length), _file);
        }
        catch (BpfFormatException error)
        {
            _errors.Add(line, 1, $"types that are malformed ({error.Message})", "the contents of a .BTF section in base64");
        }
    }

    bool HasMap(DirectiveReader reader) => _maps.Count > 0 || reader.FailWhole("a .map before it");

    void ChangeMap(DirectiveReader reader, Func<MapSpec, MapSpec> change)
    {
        if (HasMap(reader))
            _maps[^1] = change(_maps[^1]);
    }

    // The bytes gathered belong to the last map.
    void FinishData()
    {
        if (_data.Count > 0)
            _maps[^1] = _maps[^1] with { InitialData = [.. _data] };
        _data.Clear();
    }
}
