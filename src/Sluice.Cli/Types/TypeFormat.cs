namespace Sluice.Cli.Types;

/// <summary>How types are printed.</summary>
enum TypeFormat
{
    /// <summary>As C.</summary>
    C,

    /// <summary>Record by record.</summary>
    Raw,

    /// <summary>Record by record, in JSON.</summary>
    Json,
}
