namespace Sluice.Runtime.Execution;

/// <summary>A compiled program as a loop over a batch of packets.</summary>
/// <param name="cpu">Where it runs; its context structure is filled in for each packet.</param>
/// <param name="packets">The packets; afterwards, as the loop has left it.</param>
delegate void BatchLoop<TPackets>(Cpu cpu, ref TPackets packets)
    where TPackets : struct, IPacketBatch, allows ref struct;
