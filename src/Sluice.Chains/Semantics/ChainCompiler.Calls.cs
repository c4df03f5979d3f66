using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    // The published object `Packet`: offsets count from the packet's first byte, numbers are in host order.
    static readonly Dictionary<string, (ChainType Type, bool IsWrite)> s_packetMethods = new()
    {
        ["readU8"] = (ChainType.U8, false),
        ["readU16"] = (ChainType.U16, false),
        ["readU32"] = (ChainType.U32, false),
        ["readU64"] = (ChainType.U64, false),
        ["writeU8"] = (ChainType.U8, true),
        ["writeU16"] = (ChainType.U16, true),
        ["writeU32"] = (ChainType.U32, true),
        ["writeU64"] = (ChainType.U64, true),
    };

    ChainValue Call(CallExpression call, bool isStatement)
    {
        switch (call.Callee)
        {
            case NameExpression name:
                return CallName(call, name, isStatement);
            case MemberExpression { Target: NameExpression { Name: "Packet" or "packet" } } member:
                return CallPacket(call, member.Name);
            case MemberExpression { Target: NameExpression owner } when scope.Loaders.ContainsKey(owner.Name):
                return Fail(DiagnosticRules.InsideChain, call.Span, "a loader is attached outside chains", "",
                    "move this to the top level");
            case BadExpression:
                return ChainValue.Bad;
            case MemberExpression member:
                return Fail(DiagnosticRules.UnknownMember, member.Name.Span,
                    $"`{member.Target.Span.Text}` has no `{member.Name.Name}`");
            default:
                return Fail(DiagnosticRules.NotCallable, call.Callee.Span, "this cannot be called",
                    "expected a function or a chain");
        }
    }

    ChainValue CallName(CallExpression call, NameExpression name, bool isStatement)
    {
        if (ChainType.Find(name.Name) is { } type)
            return Cast(call, type);
        if (scope.Functions.TryGetValue(name.Name, out var function))
            return CallFunction(call, function, isStatement);
        if (scope.Chains.TryGetValue(name.Name, out var callee))
            return CallChain(call, callee, isStatement);
        foreach (var argument in call.Arguments)
            Value(argument.Value);
        if (scope.Lost.Contains(name.Name))
            return ChainValue.Bad;
        if (_variables.ContainsKey(name.Name) || _constants.ContainsKey(name.Name)
            || scope.Constants.ContainsKey(name.Name) || scope.Loaders.ContainsKey(name.Name))
            return Fail(DiagnosticRules.NotCallable, name.Span, $"`{name.Name}` cannot be called",
                "expected a function or a chain");
        if (name.Name == "range")
            return Fail(DiagnosticRules.NotCallable, name.Span, "`range` stands in a loop only",
                "expected `for i in range(…)`");
        if (MapDeclaration.IsKind(name.Name))
            return Fail(DiagnosticRules.InsideChain, call.Span, "a map is declared outside chains", "",
                "move this to the top level");
        var owner = unit.Options.Catalogue.Packages.FirstOrDefault(package =>
            unit.Options.Catalogue.Find(package)!.Functions.Any(known => known.IsCalled(name.Name)));
        return Fail(DiagnosticRules.UnknownFunction, name.Span, $"there is no function or chain `{name.Name}` here", "",
            owner is not null ? $"import it: `from programs.{owner} import {name.Name}`"
                : Suggest(name.Name, scope.Functions.Keys.Concat(scope.Chains.Keys)));
    }

    ChainValue CallFunction(CallExpression call, FunctionSignature function, bool isStatement)
    {
        if (chain is null)
            return NotConstant(call);
        if (call.Arguments.FirstOrDefault(argument => argument.Name is not null) is { } named)
        {
            var isSetting = function.Settings.Any(setting => setting.Name == named.Name!.Name);
            return Fail(DiagnosticRules.NamedArgument, named.Name!.Span, "the arguments of a call have no names",
                "expected a value",
                isSetting ? $"`{named.Name.Name}` is a setting: set it outside chains" : null);
        }

        var values = Arguments(call, [.. function.Parameters.Select(parameter => (parameter.Name, parameter.Type))],
            function.ToString(), function.Documentation);
        if (values.IsDefault)
            return ChainValue.Bad;
        var reference = unit.Use(function);
        var isUsed = !isStatement && function.Outcome != FunctionOutcome.Verdict;
        var result = isUsed ? _code.NewRegister() : -1;
        _code.Emit(new CallFunctionOperation(result, reference.FullName, values));
        if (function.Outcome == FunctionOutcome.Verdict)
        {
            // Never executed; it only says where the block ends.
            _code.End(new FaultTerminator(FaultCause.NoVerdict));
        }

        return isUsed ? new(function.Result, Operand.Of(result)) : ChainValue.Of(0);
    }

    ChainValue CallChain(CallExpression call, ChainSymbol callee, bool isStatement)
    {
        if (chain is null)
            return NotConstant(call);
        if (call.Arguments.FirstOrDefault(argument => argument.Name is not null) is { } named)
            return Fail(DiagnosticRules.NamedArgument, named.Name!.Span, "the arguments of a call have no names",
                "expected a value");
        var parameters = callee.Definition.Parameters.Zip(callee.Parameters, (parameter, type) =>
            (parameter.Name.Name, type)).ToArray();
        var signature = $"{callee.Definition.Name.Name}({string.Join(", ", parameters.Select(parameter => $"{parameter.Name}: {parameter.type}"))})";
        var values = Arguments(call, parameters, signature, "");
        if (values.IsDefault)
            return ChainValue.Bad;
        unit.Use(chain, callee, call.Span);
        var result = isStatement ? -1 : _code.NewRegister();
        _code.Emit(new CallChainOperation(result, callee.Name, values));
        return isStatement ? ChainValue.Of(0) : new(s_unsigned, Operand.Of(result));
    }

    // The registers of the arguments, or the default where they do not fit.
    ImmutableArray<Operand> Arguments(CallExpression call, (string Name, ChainType Type)[] parameters,
        string signature, string documentation)
    {
        var values = call.Arguments.Select(argument => Value(argument.Value)).ToArray();
        if (values.Length != parameters.Length)
        {
            var name = call.Callee.Span.Text;
            _diagnostics.Add(new(DiagnosticRules.ArgumentCount, call.Span,
                $"`{name}` takes {Plural(parameters.Length)}, but {values.Length} {(values.Length == 1 ? "is" : "are")} given")
            {
                Label = $"expected {signature}",
                Notes = documentation.Length > 0 ? [documentation] : [],
            });
            return default;
        }

        List<Operand> registers = [];
        for (var index = 0; index < values.Length; index++)
            registers.AddRange(Registers(Convert(values[index], parameters[index].Type,
                call.Arguments[index].Value.Span, $"parameter `{parameters[index].Name}`")));
        return [.. registers];
    }

    static string Plural(int arguments) =>
        arguments switch { 0 => "no arguments", 1 => "1 argument", _ => $"{arguments} arguments" };

    ChainValue Cast(CallExpression call, ChainType type)
    {
        var values = call.Arguments.Select(argument => Value(argument.Value)).ToArray();
        if (type == ChainType.IPv6 && values.Length == 2)
        {
            var halves = values.Select((value, index) =>
                Convert(value, s_unsigned, call.Arguments[index].Value.Span, "a half of an ip6 address")).ToArray();
            if (halves.Any(half => half.IsBad))
                return ChainValue.Bad;
            return halves is [{ Constant: { } high }, { Constant: { } low }]
                ? ChainValue.Of(new ChainConstant(type, high.Bits << 64 | (ulong)low.Bits))
                : new(type, halves[1].Low, halves[0].Low);
        }

        if (values.Length != 1)
            return Fail(DiagnosticRules.ArgumentCount, call.Span,
                $"a cast takes 1 value, but {values.Length} are given", $"expected `{type}(value)`",
                type == ChainType.IPv6 ? "or the two halves of an address" : null);
        var (given, span) = (values[0], call.Arguments[0].Value.Span);
        if (given.IsBad || given.Type == type)
            return given;
        var from = given.Type;
        var isAddress = type.Kind is ChainTypeKind.IPv4 or ChainTypeKind.Mac;
        if (from.IsPrefix || from == ChainType.IPv6 || type == ChainType.IPv6 || (isAddress && !from.IsNumeric))
            return Fail(DiagnosticRules.TypeMismatch, span,
                $"{UnitBuilder.Article(from)} cannot become {UnitBuilder.Article(type)}", "", from == ChainType.IPv6
                ? "it has 128 bits; its halves are `.high` and `.low`" : null);
        if (type == ChainType.Boolean)
            return CompareOnce("!=", from.IsNumeric ? given : Renamed(given, s_unsigned), ChainValue.Of(0), call.Span,
                span, span);
        if (given.Constant is { } constant)
            return ChainValue.Of(Wrap(constant, type));
        if (isAddress)
            return type == ChainType.Mac ? new(type, And(given.Low, (1L << ChainType.Mac.Bits) - 1))
                : Renamed(Cut(given, ChainType.U32), type);
        return from.IsNumeric ? Cut(given, type) : Cut(Renamed(given, s_unsigned), type);
    }

    static ChainValue Renamed(ChainValue value, ChainType type) => new(type, value.Low);

    Operand And(Operand value, long mask) =>
        _code.Emit(register => new BinaryOperation(register, BinaryOperator.And, value, Operand.Value(mask)));

    // The lower bits, read with the type's sign.
    static ChainConstant Wrap(ChainConstant constant, ChainType type)
    {
        var bits = constant.Bits & ((UInt128.One << type.Bits) - 1);
        if (type.IsSigned && (bits >> type.Bits - 1) != 0)
            bits |= UInt128.MaxValue << type.Bits;
        return new(type, bits);
    }

    ChainValue CallPacket(CallExpression call, Identifier name)
    {
        if (!s_packetMethods.TryGetValue(name.Name, out var method))
            return Fail(DiagnosticRules.UnknownMember, name.Span, $"a packet has no `{name.Name}`", "",
                Suggest(name.Name, s_packetMethods.Keys)
                ?? "read with `packet.u16[OFFSET]`, write with `packet.u16[OFFSET] = VALUE`");
        var expected = method.IsWrite ? 2 : 1;
        if (call.Arguments.Length != expected)
            return Fail(DiagnosticRules.ArgumentCount, call.Span,
                $"`{name.Name}` takes {Plural(expected)}, but {call.Arguments.Length} are given", method.IsWrite
                ? $"expected {name.Name}(offset, value)" : $"expected {name.Name}(offset)");
        var place = PacketBytes(PacketLayer.Start, method.Type, call.Arguments[0].Value);
        if (place is null)
            return ChainValue.Bad;
        if (!method.IsWrite)
            return place.Load();
        place.Store(Value(call.Arguments[1].Value), call.Arguments[1].Value.Span);
        return ChainValue.Of(0);
    }
}
