namespace Sluice.Bpf.Platform;

/// <summary>What a program gets from a look-up in a map.</summary>
/// <remarks>kernel/bpf/verifier.c, mark_ptr_not_null_reg. Null where the key is not there.</remarks>
public enum LookupResult : byte
{
    /// <summary>Programs cannot look up.</summary>
    None,

    /// <summary>The address of the value.</summary>
    Value,

    /// <summary>The address of the value, to read only.</summary>
    ReadOnlyValue,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A socket (struct bpf_sock), which must be released.</summary>
    Socket,

    /// <summary>An AF_XDP socket (struct bpf_xdp_sock).</summary>
    XdpSocket,
}
