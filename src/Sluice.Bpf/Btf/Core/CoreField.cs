namespace Sluice.Bpf.Btf.Core;

/// <summary>Answers questions about fields: offset, size, signedness, and the shifts that cut out a bit field.</summary>
static class CoreField
{
    const int RegisterBits = 64, RegisterBytes = 8;

    /// <summary>The answer for the field at <paramref name="path"/>.</summary>
    public static CoreAnswer Answer(CorePath path, CoreRelocationKind kind, bool isBigEndian)
    {
        if (kind == CoreRelocationKind.FieldExists)
            return new(1, path.ToString()) { BitOffset = path.BitOffset, IsExact = true };
        var type = path.Type.Resolve();
        var isBitField = path.BitFieldSize > 0;
        var bits = isBitField ? path.BitFieldSize : type.SizeOf() * 8L;
        var (offset, size) = isBitField ? Unit(path.BitOffset, bits, type.SizeOf()) : (path.BitOffset / 8, type.SizeOf());
        var answer = new CoreAnswer(0, path.ToString()) { BitOffset = path.BitOffset, IsExact = !isBitField };
        if (size > RegisterBytes && isBitField)
            return answer with { Problem = $"{path} crosses 8 bytes" };

        switch (kind)
        {
            case CoreRelocationKind.FieldByteOffset:
                return answer with { Value = (ulong)offset, Field = isBitField ? default : (type, size) };
            case CoreRelocationKind.FieldByteSize:
                return answer with { Value = (ulong)size };
            case var _ when !path.EndsInMember:
                return answer with { Problem = $"{path} is an element, of which only offset and size can be asked" };
            case CoreRelocationKind.FieldSigned:
                var isSigned = type is BtfEnum { IsSigned: true } or BtfInteger { IsSigned: true };
                return answer with { Value = isSigned ? 1u : 0u, IsExact = true };
            case CoreRelocationKind.FieldLeftShift:
                var above = isBigEndian
                    ? (RegisterBytes - size) * 8 + (path.BitOffset - offset * 8)
                    : RegisterBits - (path.BitOffset + bits - offset * 8);
                return answer with { Value = (ulong)above, IsExact = false };
            default:
                return answer with { Value = (ulong)(RegisterBits - bits), IsExact = true };
        }
    }

    // The naturally aligned unit that holds the whole bit field; it starts from the declared type's and doubles.
    static (long Offset, int Size) Unit(long bitOffset, long bits, int size)
    {
        size = Math.Max(size, 1);
        while (true)
        {
            var offset = bitOffset / 8 / size * size;
            if (bitOffset + bits <= (offset + size) * 8 || size > RegisterBytes)
                return (offset, size);
            size *= 2;
        }
    }
}
