using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sluice.Chains.Code.Text;

/// <summary>Writes intermediate code as the text that <see cref="ChainParser"/> reads.</summary>
public static class ChainPrinter
{
    /// <summary>The text of a unit's functions, maps and chains.</summary>
    public static string Print(ChainUnit unit)
    {
        var text = new StringBuilder();
        foreach (var function in unit.Functions)
        {
            text.Append(CultureInfo.InvariantCulture, $"function {function.FullName}({string.Join(", ", function.ParameterBits)}) ")
                .Append(OperatorSpelling.Of(OperatorSpelling.Outcomes, function.Outcome)).Append('\n');
        }

        foreach (var map in unit.Maps)
            text.Append(CultureInfo.InvariantCulture, $"map {map.FullName} key {map.KeySize} value {map.ValueSize}\n");
        foreach (var chain in unit.Chains)
        {
            if (text.Length > 0)
                text.Append('\n');
            Print(text, chain);
        }

        return text.ToString();
    }

    /// <summary>The text of one operation, without its place.</summary>
    public static string Print(ChainOperation operation) => operation switch
    {
        MoveOperation move => $"v{move.Destination} = {Print(move.Source)}",
        BinaryOperation binary =>
            $"v{binary.Destination} = {Print(binary.Left)} {OperatorSpelling.Of(OperatorSpelling.Binary, binary.Operator)} {Print(binary.Right)}",
        UnaryOperation unary =>
            $"v{unary.Destination} = {OperatorSpelling.Of(OperatorSpelling.Unary, unary.Operator)} {Print(unary.Source)}",
        ExtendOperation extend => $"v{extend.Destination} = {(extend.IsSigned ? 's' : 'u')}{extend.Bits} {Print(extend.Source)}",
        CompareOperation compare => $"v{compare.Destination} = {Print(compare.Left)} "
            + $"{OperatorSpelling.Of(OperatorSpelling.Comparisons, compare.Comparison)} {Print(compare.Right)}",
        PacketLoadOperation load => $"v{load.Destination} = load u{load.Size * 8} {Print(load.Source)}",
        PacketStoreOperation store => $"store u{store.Size * 8} {Print(store.Target)} = {Print(store.Value)}",
        PacketLengthOperation length => $"v{length.Destination} = length",
        HeaderTestOperation test => $"v{test.Destination} = header {Print(test.Layer, test.Protocol)}",
        HeaderRequireOperation require => $"require {Print(require.Layer, require.Protocol)}",
        SharedLoadOperation load => $"v{load.Destination} = shared u{load.Size * 8} [{load.Offset}]",
        SharedStoreOperation store => $"shared u{store.Size * 8} [{store.Offset}] = {Print(store.Value)}",
        CallFunctionOperation call => $"{Result(call.Destination)}call {call.Function}({Print(call.Arguments)})",
        CallChainOperation call => $"{Result(call.Destination)}chain {call.Chain}({Print(call.Arguments)})",
        MapLookupOperation lookup => $"{Pair(lookup.Destination, lookup.Found)}lookup {lookup.Map}[{Print(lookup.Key)}] "
            + $"u{lookup.Size * 8}{(lookup.IsBigEndian ? "be" : "")} @{lookup.Offset}",
        MapStoreOperation store => $"{Result(store.Destination)}update {store.Map}[{Print(store.Key)}] = [{Print(store.Fields)}]",
        MapDeleteOperation delete => $"{Result(delete.Destination)}delete {delete.Map}[{Print(delete.Key)}]",
        _ => throw new ArgumentException($"found an operation {operation.GetType().Name} that has no text form", nameof(operation)),
    };

    static void Print(StringBuilder text, ChainFunction chain)
    {
        var parameters = string.Join(", ", Enumerable.Range(0, chain.ParameterCount).Select(number => $"v{number}"));
        text.Append(CultureInfo.InvariantCulture, $"chain {chain.Name}({parameters})\n");
        SourcePlace? place = null;
        foreach (var block in chain.Blocks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{block.Label}:\n");
            foreach (var operation in block.Operations)
                Line(text, operation.Place, Print(operation), ref place);
            Line(text, block.Terminator.Place, Print(block.Terminator, chain), ref place);
        }
    }

    static void Line(StringBuilder text, SourcePlace? place, string line, ref SourcePlace? last)
    {
        if (place is not null && place != last)
            text.Append(CultureInfo.InvariantCulture, $"    @ \"{place.File}\" {place.Line} {place.Column} \"{place.Text.Replace('"', '\'')}\"\n");
        last = place ?? last;
        text.Append("    ").Append(line).Append('\n');
    }

    internal static string Print(ChainTerminator terminator, ChainFunction chain) => terminator switch
    {
        JumpTerminator jump => $"goto {chain.Blocks[jump.Target].Label}",
        BranchTerminator branch => $"if {Print(branch.Left)} {OperatorSpelling.Of(OperatorSpelling.Comparisons, branch.Comparison)} "
            + $"{Print(branch.Right)} then {chain.Blocks[branch.Then].Label} else {chain.Blocks[branch.Else].Label}",
        ReturnTerminator @return => $"return {Print(@return.Value)}",
        VerdictTerminator verdict => $"verdict {OperatorSpelling.Of(OperatorSpelling.Verdicts, verdict.Action) ?? verdict.Action.ToString(CultureInfo.InvariantCulture)}",
        FaultTerminator fault => $"fault {OperatorSpelling.Of(OperatorSpelling.Causes, fault.Cause)}",
        _ => throw new ArgumentException($"found a terminator {terminator.GetType().Name} that has no text form", nameof(terminator)),
    };

    static string Print(Operand operand) =>
        operand.IsConstant ? operand.Constant.ToString(CultureInfo.InvariantCulture) : $"v{operand.Register}";

    static string Print(ImmutableArray<Operand> operands) => string.Join(", ", operands.Select(Print));

    static string Print(ImmutableArray<FieldValue> fields) => string.Join(", ",
        fields.Select(field => $"u{field.Size * 8}{(field.IsBigEndian ? "be" : "")} {Print(field.Value)} @{field.Offset}"));

    static string Print(PacketPlace place)
    {
        var index = place.Index == Operand.Value(0) ? "" : $"{Print(place.Index)} + ";
        return $"{OperatorSpelling.Of(OperatorSpelling.Layers, place.Layer)}[{index}{place.Offset}]";
    }

    static string Print(PacketLayer layer, int protocol) => $"{OperatorSpelling.Of(OperatorSpelling.Layers, layer)} 0x{protocol:x}";

    static string Result(int register) => register < 0 ? "" : $"v{register} = ";

    static string Pair(int value, int found) => (value, found) switch
    {
        ( < 0, < 0) => "",
        (_, < 0) => $"v{value} = ",
        _ => $"{(value < 0 ? "_" : $"v{value}")}, v{found} = ",
    };
}
