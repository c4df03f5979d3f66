namespace Sluice.Verifier.Domain;

/// <summary>What is known of a register or a stack slot.</summary>
/// <remarks>A pointer's offset is <see cref="Offset"/> + <see cref="Number"/>.</remarks>
record struct Value
{
    /// <summary>What it holds.</summary>
    public ValueKind Kind;

    /// <summary>May the pointer be null? It must be compared with 0 before it is used.</summary>
    public bool IsNullable;

    /// <summary>Is the memory behind the pointer read-only?</summary>
    public bool IsReadOnly;

    /// <summary>For a number: is it the distance from a packet pointer to the packet's end (see <see cref="Range"/>)?</summary>
    public bool IsSpan;

    /// <summary>Is the memory a ring buffer's record, which the helpers that end it take?</summary>
    public bool IsRecord;

    /// <summary>
    /// For a number: may it be the address of a kernel object? It was read from one, and the kernel checks reads through it.
    /// </summary>
    public bool MayBeObject;

    /// <summary>Is <see cref="Region"/> a size and not a type?</summary>
    public bool IsSized;

    /// <summary>How surely the kernel object lives.</summary>
    public Trust Trust;

    /// <summary>Is the memory that of the packet, so that it is gone when the packet is moved?</summary>
    public bool IsPacketMemory;

    /// <summary>Is <see cref="Reference"/> somebody else's, as long as whose life this lasts? Being null releases nothing then.</summary>
    public bool IsShared;

    /// <summary>Which: a map's index, a frame, a size, a layout.</summary>
    public int Region;

    /// <summary>
    /// Values that came from one: numbers that differ by <see cref="Offset"/> only, packet pointers with the same variable
    /// part, nullable pointers that are null together. 0 if there is no other. For a span, that of the packet pointer.
    /// </summary>
    public int Id;

    /// <summary>The resource that must be released, or 0.</summary>
    public int Reference;

    /// <summary>
    /// For a packet pointer with a variable part: the bytes of the packet known to follow its base and variable part. For a
    /// span, the pointer's constant offset.
    /// </summary>
    public long Range;

    /// <summary>The constant part of a pointer's offset; for a number with an id, its distance from the others.</summary>
    public long Offset;

    /// <summary>The number, or the variable part of a pointer's offset.</summary>
    public Scalar Number;

    /// <summary>The <see cref="Range"/> of a packet pointer that was never compared with the packet's end.</summary>
    public const long NoRange = -1L << 40;

    /// <summary>The <see cref="Range"/> of a packet pointer that was found to be behind the packet's end.</summary>
    public const long BehindEnd = NoRange - 1;

    /// <summary>The <see cref="Range"/> of a packet pointer that was found to be at the packet's end, or behind it.</summary>
    public const long AtEnd = NoRange - 2;

    /// <summary>Nothing that was written.</summary>
    public static Value Uninitialised => default;

    /// <summary>Any number.</summary>
    public static Value AnyScalar => Of(Scalar.Unknown);

    /// <summary>Is it a number?</summary>
    public readonly bool IsScalar => Kind == ValueKind.Scalar;

    /// <summary>Is it an address or a handle?</summary>
    public readonly bool IsPointer => Kind > ValueKind.Scalar;

    /// <summary>Is it the number 0?</summary>
    public readonly bool IsZero => Kind == ValueKind.Scalar && Number.IsConstant && Number.Min == 0;

    /// <summary>Does it point into the packet, its metadata or to its end?</summary>
    public readonly bool IsOfPacket => Kind is ValueKind.Packet or ValueKind.PacketMeta or ValueKind.PacketEnd;

    /// <summary>Can a pointer of this kind be null?</summary>
    public readonly bool CanBeNull => Kind is ValueKind.MapValue or ValueKind.Memory or ValueKind.Struct or ValueKind.Object or ValueKind.Map or ValueKind.PerCpuObject or ValueKind.Buffer;

    /// <summary>Is it a kernel object that certainly lives: one that is held, or that its owner guarantees?</summary>
    public readonly bool IsTrusted => Kind == ValueKind.Object && (Reference != 0 || Trust == Trust.Held) && !IsNullable;

    /// <summary>A number.</summary>
    public static Value Of(in Scalar number) => new() { Kind = ValueKind.Scalar, Number = number };

    /// <summary>A constant.</summary>
    public static Value Constant(long number) => Of(Scalar.Constant((ulong)number));

    /// <summary>A pointer to the start of a region.</summary>
    public static Value Pointer(ValueKind kind, int region = 0) => new() { Kind = kind, Region = region, Number = Scalar.Zero };

    /// <summary>The least and the greatest offset of a pointer; false if it has no bound.</summary>
    public readonly bool TryGetOffsets(out long least, out long most)
    {
        const long limit = 1L << 40;
        (least, most) = (0, 0);
        if (Number.SignedMin < -limit || Number.SignedMax > limit || Offset is < -limit or > limit)
            return false;
        (least, most) = (Offset + Number.SignedMin, Offset + Number.SignedMax);
        return true;
    }
}
