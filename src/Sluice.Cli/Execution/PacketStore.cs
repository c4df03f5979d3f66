using Sluice.Packets;

namespace Sluice.Cli.Execution;

/// <summary>Packets kept in memory, to be run again and again.</summary>
sealed class PacketStore
{
    const int ChunkSize = 1 << 24;

    readonly List<byte[]> _chunks = [];
    readonly List<Place> _places = [];
    int _used = ChunkSize;

    readonly record struct Place(
        int Chunk, int Offset, int Length, long Timestamp, LinkType LinkType, uint OriginalLength, int InterfaceId);

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>How much later each repetition is than the one before: as if the capture went on.</summary>
    public long Period
    {
        get
        {
            if (_places.Count == 0)
                return 0;
            var span = Math.Max(0, _places.Max(place => place.Timestamp) - _places[0].Timestamp);
            return span + Math.Max(1, span / Math.Max(1, _places.Count - 1));
        }
    }

    /// <summary>Keeps a copy of a packet.</summary>
    public void Add(in CapturedPacket packet)
    {
        if (packet.Data.Length > ChunkSize - _used)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize));
            _used = 0;
        }

        packet.Data.CopyTo(_chunks[^1].AsSpan(_used));
        _places.Add(new(_chunks.Count - 1, _used, packet.Data.Length, packet.Timestamp, packet.LinkType, packet.OriginalLength, packet.InterfaceId));
        _used += packet.Data.Length;
    }

    /// <summary>A packet, moved in time.</summary>
    public CapturedPacket Get(int index, long shift)
    {
        var place = _places[index];
        var data = _chunks[place.Chunk].AsSpan(place.Offset, place.Length);
        return new(place.Timestamp + shift, place.LinkType, data, place.OriginalLength, place.InterfaceId);
    }
}
