namespace Sluice.Bpf.Platform;

/// <summary>What a helper returns.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="IsNullable">May it be null?</param>
public readonly record struct Returns(ReturnKind Kind, bool IsNullable = false)
{
#pragma warning disable CS1591 // The kinds say what each is.
    public static Returns Scalar => new(ReturnKind.Scalar);
    public static Returns Error => new(ReturnKind.Error);
    public static Returns CpuNumber => new(ReturnKind.CpuNumber);
    public static Returns Nothing => new(ReturnKind.Nothing);
    public static Returns MapValue => new(ReturnKind.MapValue);
    public static Returns MapValueOrNull => new(ReturnKind.MapValue, true);
    public static Returns SocketOrNull => new(ReturnKind.Socket, true);
    public static Returns TcpSocketOrNull => new(ReturnKind.TcpSocket, true);
    public static Returns SocketCommonOrNull => new(ReturnKind.SocketCommon, true);
    public static Returns PerCpuObject => new(ReturnKind.PerCpuObject);
    public static Returns PerCpuObjectOrNull => new(ReturnKind.PerCpuObject, true);
    public static Returns KernelPointerOrNull => new(ReturnKind.KernelPointer, true);
#pragma warning restore CS1591

    /// <summary>The argument, from 1, that holds the size of the memory or the bound of the number; else 0.</summary>
    public int Argument { get; init; }

    /// <summary>The type of the kernel object, without <c>struct</c>; else null.</summary>
    public string? TypeName { get; init; }

    /// <summary>Is it a number?</summary>
    public bool IsScalar => Kind <= ReturnKind.CpuNumber;

    /// <summary>A size up to that in an argument, or an error.</summary>
    public static Returns SizeOrError(int argument) => new(ReturnKind.SizeOrError) { Argument = argument };

    /// <summary>A ring buffer's record of the size in an argument.</summary>
    public static Returns RecordOrNull(int argument) => new(ReturnKind.RingBufferRecord, true) { Argument = argument };

    /// <summary>Memory behind a dynamic pointer of the size in an argument.</summary>
    public static Returns DynptrSliceOrNull(int argument) => new(ReturnKind.DynptrSlice, true) { Argument = argument };

    /// <summary>A kernel object of a type.</summary>
    public static Returns Object(string type) => new(ReturnKind.Object) { TypeName = type };

    /// <summary>A kernel object of a type, or null.</summary>
    public static Returns ObjectOrNull(string type) => new(ReturnKind.Object, true) { TypeName = type };

    /// <summary>The words used in messages and docs.</summary>
    public override string ToString()
    {
        var text = Words.Split(Kind.ToString());
        if (TypeName is not null)
            text += $" {TypeName}";
        return IsNullable ? text + " or null" : text;
    }
}
