namespace Sluice.Click.Elements.Flows;

/// <summary>Rates of the addresses that begin with some bytes, and, where they are worth a closer look, of those with one byte more.</summary>
sealed class AddressCounter
{
    /// <summary>The rates.</summary>
    public DirectionRates Rates;

    /// <summary>By the next byte of the address; null while that is not told apart.</summary>
    public AddressCounter?[]? Next { get; set; }

    /// <summary>Until when it is not to be told apart.</summary>
    public long ClosedUntil { get; set; }
}
