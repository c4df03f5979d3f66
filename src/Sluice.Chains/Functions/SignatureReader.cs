using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Functions;

/// <summary>Reads from an object's types what its functions and loaders offer to scripts.</summary>
/// <remarks>The macros of bpf/include/sluice.h put it there; nothing is known about any function beforehand.</remarks>
sealed class SignatureReader
{
    const int FirstArgument = 1; // behind the context
    const string Documentation = "doc", Alias = "alias", Parameters = "parameters", Shared = "shared";

    readonly string _package, _file;
    readonly BpfObject _object;
    readonly BtfTypes _types;
    readonly DeclarationTags _tags;
    readonly ImmutableArray<MapSignature> _maps;

    /// <summary>Begins to read an object.</summary>
    /// <param name="package">The package that it belongs to.</param>
    /// <param name="file">Its file's name, for messages.</param>
    /// <param name="object">The object.</param>
    /// <exception cref="FunctionFormatException">It was built without types.</exception>
    public SignatureReader(string package, string file, BpfObject @object)
    {
        (_package, _file, _object) = (package, file, @object);
        _types = @object.Types ?? throw new FunctionFormatException(file, "", "no types (BTF)", "an object built with clang -g");
        _tags = new(_types);
        _maps = [.. @object.Maps.Where(map => !map.IsGlobalData).Select(ReadMap).OfType<MapSignature>()];
    }

    /// <summary>The functions that the object marks as such (SLUICE_FUNCTION), in its order.</summary>
    /// <exception cref="FunctionFormatException">One has a parameter that chains cannot give.</exception>
    public IEnumerable<FunctionSignature> Functions() => Marked(_object.Functions, "function").Select(ReadFunction);

    /// <summary>The loaders that the object marks as such (SLUICE_LOADER), in its order.</summary>
    public IEnumerable<LoaderSignature> Loaders() =>
        Marked(_object.Programs.Select(program => program.Function), "loader").Select(ReadLoader);

    IEnumerable<BtfFunction> Marked(IEnumerable<FunctionSpec> functions, string tag) => functions
        .Where(function => function.TypeId > 0)
        .Select(function => _types[function.TypeId])
        .OfType<BtfFunction>()
        .Where(type => _tags.Has(type, tag));

    FunctionSignature ReadFunction(BtfFunction type)
    {
        var prototype = (BtfFunctionPrototype)type.Prototype;
        if (prototype.Parameters.IsEmpty || prototype.Parameters[0].Type.Resolve() is not BtfPointer)
            throw Fault(type, "no context as first parameter", "struct xdp_md *ctx: use SLUICE_FUNCTION");
        return new(_package, type.Name, [.. prototype.Parameters.Skip(FirstArgument).Select((parameter, index) => new ParameterSignature(
            parameter.Name, ReadType(type, parameter.Name, parameter.Type), _tags.Find(type, Documentation, index + FirstArgument)))],
            ReadType(type, "its result", prototype.Return), ReadOutcome(type))
        {
            Documentation = _tags.Find(type, Documentation),
            ResultDocumentation = _tags.Find(type, "returns"),
            Aliases = [.. _tags.All(type, Alias)],
            Settings = ReadSettings(type),
            Maps = _maps,
        };
    }

    LoaderSignature ReadLoader(BtfFunction type) => new(_package, type.Name)
    {
        Documentation = _tags.Find(type, Documentation),
        Aliases = [.. _tags.All(type, Alias)],
        Settings = ReadSettings(type),
        Maps = _maps,
    };

    FunctionOutcome ReadOutcome(BtfFunction type) => (_tags.Has(type, "terminal"), _tags.Has(type, "value")) switch
    {
        (true, true) => throw Fault(type, "both SLUICE_TERMINAL and SLUICE_VALUE", "one of them or none"),
        (true, false) => FunctionOutcome.Verdict,
        (false, true) => FunctionOutcome.Value,
        _ => FunctionOutcome.Either,
    };

    ImmutableArray<SettingSignature> ReadSettings(BtfFunction function)
    {
        var variable = _types.All.OfType<BtfVariable>().FirstOrDefault(variable => _tags.Find(variable, Parameters) == function.Name);
        if (variable is null)
            return [];
        if (variable.Type.Resolve() is not BtfStruct settings)
            throw Fault(function, $"parameters in '{variable.Name}', which is no struct", "SLUICE_PARAMETERS");
        return [.. settings.Members.Select((member, index) => new SettingSignature(
            member.Name, ReadType(function, member.Name, member.Type), _tags.Find(settings, Documentation, index)))];
    }

    // What is shared between all functions belongs to none of them.
    MapSignature? ReadMap(MapSpec map)
    {
        var variable = _types.Find<BtfVariable>(map.Name);
        if (variable is null)
            return new(map);
        return _tags.Has(variable, Shared) ? null : new(map)
        {
            Documentation = _tags.Find(variable, Documentation),
            Aliases = [.. _tags.All(variable, Alias)],
        };
    }

    ChainType ReadType(BtfFunction function, string name, BtfType type) => type.Resolve() switch
    {
        BtfInteger { Size: 1 or 2 or 4 or 8 } integer => ChainType.Integer(integer.Size * 8, integer.IsSigned),
        var other => throw Fault(function, $"{name} of type '{other.Name}'", "an integer of 8, 16, 32 or 64 bits"),
    };

    FunctionFormatException Fault(BtfFunction function, string found, string expected) => new(_file, function.Name, found, expected);
}
