namespace Sluice.Click.Classification;

/// <summary>Whose address or port a primitive asks about.</summary>
enum FilterDirection : byte
{
    /// <summary>Either's.</summary>
    Either,

    /// <summary>The sender's.</summary>
    Source,

    /// <summary>The receiver's.</summary>
    Destination,

    /// <summary>Both's.</summary>
    Both,
}
