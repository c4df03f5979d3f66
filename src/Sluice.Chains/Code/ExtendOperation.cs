namespace Sluice.Chains.Code;

/// <summary>Cuts a value to its lower bits and extends them to 64: what a cast, and an assignment to a narrow variable, does.</summary>
/// <param name="Destination">The register written.</param>
/// <param name="Source">The value.</param>
/// <param name="Bits">8, 16 or 32.</param>
/// <param name="IsSigned">Is the uppermost bit kept repeated, and not 0 put in?</param>
public sealed record ExtendOperation(int Destination, Operand Source, int Bits, bool IsSigned) : ChainOperation;
