namespace Sluice.Chains.Language.Syntax;

/// <summary>An IPv4, IPv6 or MAC address, or a prefix.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Kind">Which of the three.</param>
/// <param name="Number">The address, the first byte on the wire highest.</param>
/// <param name="PrefixLength">Bits of the prefix, or −1 for an address alone.</param>
public sealed record AddressLiteral(
    SourceSpan Span, TokenKind Kind, UInt128 Number, int PrefixLength) : Expression(Span);
