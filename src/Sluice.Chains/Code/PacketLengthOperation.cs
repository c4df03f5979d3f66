namespace Sluice.Chains.Code;

/// <summary>The packet's length in bytes.</summary>
public sealed record PacketLengthOperation(int Destination) : ChainOperation;
