namespace Sluice.Bpf.Platform;

/// <summary>What a helper expects in an argument.</summary>
public enum Arg : byte
{
    /// <summary>Any number.</summary>
    Scalar,

    /// <summary>The program's context.</summary>
    Context,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A readable key of the map in the first argument.</summary>
    MapKey,

    /// <summary>A readable value of that map.</summary>
    MapValue,
}
