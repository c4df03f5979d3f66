using System.Globalization;
using System.Text;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Objects;

/// <summary>Everything that an object says, as text: two objects are equal if their texts are.</summary>
static class ObjectText
{
    public static string Of(BpfObject @object)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"object {@object.Name} license '{@object.License}' big {@object.IsBigEndian}");
        foreach (var map in @object.Maps)
            text.AppendLine(Of(map));
        foreach (var variable in @object.Variables)
            text.AppendLine(Of(variable));
        foreach (var program in @object.Programs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"program {program.Type} attach {program.AttachType} target '{program.AttachTarget}' "
                + $"load {program.AutoLoad} frags {program.HasFragments} sleeps {program.IsSleepable}");
            Append(text, program.Function);
        }

        foreach (var function in @object.Functions)
            Append(text, function);
        return text.ToString();
    }

    public static string Of(LinkedProgram program)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"linked {program.Name} license '{program.License}'");
        foreach (var function in program.Functions)
            text.AppendLine(function.ToString());
        foreach (var map in program.Maps)
            text.AppendLine(Of(map));
        foreach (var instruction in program.Instructions)
            text.AppendLine(Of(instruction));
        foreach (var line in program.Lines)
            text.AppendLine(line.ToString());
        return text.ToString();
    }

    public static string Of(MapSpec map) => string.Join(' ',
        $"map {map.Name} {map.Type} {map.KeySize}/{map.ValueSize}/{map.MaxEntries} flags {map.Flags} extra {map.Extra} node {map.NumaNode}",
        $"pin {map.PinByName} types {map.KeyType?.Id}/{map.ValueType?.Id} frozen {map.IsFrozen} section '{map.DataSection}'",
        $"inner ({(map.Inner is { } inner ? Of(inner) : "")})",
        $"slots [{string.Join(", ", map.InitialSlots)}]",
        $"data {Convert.ToHexStringLower(map.InitialData.AsSpan())}");

    public static string Of(VariableSpec variable) =>
        $"variable {variable.Name} in {variable.Map}+{variable.Offset} size {variable.Size} type {variable.Type?.Id} "
        + $"read-only {variable.IsReadOnly} unresolved {variable.IsUnresolved}";

    static string Of(BpfInstruction instruction) =>
        $"  {instruction.Opcode:x2} {instruction.Registers:x2} {instruction.Offset} {instruction.Immediate}";

    static void Append(StringBuilder text, FunctionSpec function)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"function {function.Section}/{function.Name}+{function.SectionOffset} "
            + $"global {function.IsGlobal} hidden {function.IsHidden} type {function.TypeId}");
        foreach (var instruction in function.Instructions)
            text.AppendLine(Of(instruction));
        foreach (var relocation in function.Relocations)
            text.AppendLine(relocation.ToString());
        foreach (var relocation in function.CoreRelocations)
            text.AppendLine(CultureInfo.InvariantCulture, $"{relocation.Instruction} {relocation.Type.Id} {relocation.Access} {relocation.Kind}");
        foreach (var line in function.Lines)
            text.AppendLine(line.ToString());
    }
}
