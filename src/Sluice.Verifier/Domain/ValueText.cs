namespace Sluice.Verifier.Domain;

/// <summary>Values in words, for messages and dumps of states.</summary>
static class ValueText
{
    static readonly string[] s_nouns = Nouns();

    // MapValue: map value.
    static readonly string[] s_words = [.. Enum.GetNames<ValueKind>().Select(name =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}")))];

    /// <summary>What such a value is: "a number", "a pointer to the packet".</summary>
    public static string Noun(in Value value) => value.Kind == ValueKind.Memory && value.IsRecord
        ? Nullable(value, "a pointer to a ring buffer's record")
        : Nullable(value, s_nouns[(int)value.Kind]);

    /// <summary>The value with its numbers, in short: <c>packet+14</c>, <c>map value[0..4]</c>.</summary>
    public static string Short(in Value value)
    {
        if (value.IsScalar)
            return value.Number.ToString();
        if (!value.IsPointer)
            return value.Kind == ValueKind.Conflict ? "(differs)" : "?";
        var text = s_words[(int)value.Kind];
        if (value.Offset != 0)
            text += value.Offset < 0 ? $"{value.Offset}" : $"+{value.Offset}";
        if (!value.Number.IsConstant)
            text += $"+({value.Number})";
        return value.IsNullable ? text + " or null" : text;
    }

    static string Nullable(in Value value, string noun) => value.IsNullable ? noun + " that may be null" : noun;

    static string[] Nouns()
    {
        var nouns = new string[Enum.GetValues<ValueKind>().Length];
        nouns[(int)ValueKind.Uninitialised] = "no value";
        nouns[(int)ValueKind.Conflict] = "values of different kinds on different paths";
        nouns[(int)ValueKind.Dead] = "a dead pointer";
        nouns[(int)ValueKind.Scalar] = "a number";
        nouns[(int)ValueKind.Context] = "the context";
        nouns[(int)ValueKind.Stack] = "a pointer to the stack";
        nouns[(int)ValueKind.Packet] = "a pointer to the packet";
        nouns[(int)ValueKind.PacketMeta] = "a pointer to the packet's metadata";
        nouns[(int)ValueKind.PacketEnd] = "the packet's end";
        nouns[(int)ValueKind.Map] = "a map";
        nouns[(int)ValueKind.MapValue] = "a pointer to a map value";
        nouns[(int)ValueKind.MapKey] = "a pointer to a map key";
        nouns[(int)ValueKind.Memory] = "a pointer to memory";
        nouns[(int)ValueKind.Struct] = "a pointer to a kernel struct";
        nouns[(int)ValueKind.Object] = "a pointer to a kernel object";
        nouns[(int)ValueKind.Function] = "a function";
        nouns[(int)ValueKind.Dynptr] = "a dynamic pointer";
        nouns[(int)ValueKind.Iterator] = "an iterator";
        nouns[(int)ValueKind.DynptrPointer] = "a pointer to a dynamic pointer";
        nouns[(int)ValueKind.Arena] = "a pointer to the arena";
        nouns[(int)ValueKind.LooseMemory] = "a pointer to memory that need not be there";
        nouns[(int)ValueKind.UserObject] = "a pointer to an object of a process";
        nouns[(int)ValueKind.PerCpuObject] = "a pointer to an object that each CPU has of its own";
        nouns[(int)ValueKind.Buffer] = "a pointer to a buffer";
        return nouns;
    }
}
