namespace Sluice.Cli.Execution;

/// <summary>Packets and their bytes.</summary>
struct TrafficCount
{
    /// <summary>Packets.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts a packet.</summary>
    public void Add(int bytes)
    {
        Packets++;
        Bytes += bytes;
    }
}
