namespace Sluice.Cli.Verification;

/// <summary>What must be known of a program before it is loaded.</summary>
enum PolicyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is proved safe when it is loaded.</summary>
    Verify,

    /// <summary>A trusted key says that it was proved safe.</summary>
    Attested,
}
