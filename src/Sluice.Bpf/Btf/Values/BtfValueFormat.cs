namespace Sluice.Bpf.Btf.Values;

/// <summary>How values are shown.</summary>
public enum BtfValueFormat
{
    /// <summary>By type and name: addresses as addresses, enumerators by name, text as text.</summary>
    Auto,

    /// <summary>By type alone: every integer is a number.</summary>
    Plain,

    /// <summary>By type, integers in hexadecimal.</summary>
    Hex,

    /// <summary>What has 2, 4, 6 or 16 bytes is a port, an IPv4, a MAC or an IPv6 address, whatever its type says.</summary>
    Address,

    /// <summary>The bytes in hexadecimal, whatever the type.</summary>
    Raw,
}
