using Sluice.Packets;

namespace Sluice.Click.Handlers;

/// <summary>Ethernet addresses as Click's handlers and prints show them: upper-case pairs with dashes.</summary>
static class EtherText
{
    /// <summary>An address in words.</summary>
    public static string Of(MacAddress address) => address.ToString().Replace(':', '-').ToUpperInvariant();
}
