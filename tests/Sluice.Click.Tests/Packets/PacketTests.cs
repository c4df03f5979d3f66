using Sluice.Click.Packets;

namespace Sluice.Click.Tests.Packets;

public sealed unsafe class PacketTests : IDisposable
{
    readonly PacketPool _pool = new();

    public void Dispose()
    {
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    [Fact]
    public void A_new_packet_has_room_and_no_annotations()
    {
        var packet = _pool.Allocate("hello"u8);
        Assert.Equal("hello"u8, packet.Span);
        Assert.Equal(PacketPool.DefaultHeadroom, packet.Headroom);
        Assert.True(packet.Tailroom >= 1500);
        Assert.True((ulong)packet.Data < 1UL << 32);
        Assert.False(packet.HasMacHeader || packet.HasNetworkHeader || packet.HasTransportHeader);
        Assert.Equal(new byte[Annotations.Size], new Span<byte>(packet.Annotations, Annotations.Size));
        packet.Kill();
    }

    [Fact]
    public void A_reused_slot_is_as_new()
    {
        var packet = _pool.Allocate("hello"u8);
        packet.Paint = 7;
        packet.Timestamp = 9;
        packet.PacketType = PacketType.Broadcast;
        packet.SetNetworkHeader(packet.Data, 20);
        packet.Kill();
        var again = _pool.Allocate("hello"u8);
        Assert.Equal(packet, again);
        Assert.Equal((0, 0L, PacketType.Host, false), (again.Paint, again.Timestamp, again.PacketType, again.HasNetworkHeader));
        again.Kill();
    }

    [Fact]
    public void Bytes_are_added_and_removed_at_both_ends()
    {
        var packet = _pool.Allocate("world"u8);
        packet = packet.Push(6);
        "hello "u8.CopyTo(packet.Span);
        packet = packet.Put(1);
        packet.Span[^1] = (byte)'!';
        Assert.Equal("hello world!"u8, packet.Span);
        packet.Pull(6);
        packet.Take(1);
        Assert.Equal("world"u8, packet.Span);
        packet.Kill();
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(0, 1800)]
    [InlineData(3000, 0)]
    [InlineData(0, 3000)]
    [InlineData(60000, 5000)]
    public void A_packet_without_room_moves_and_keeps_its_bytes_and_annotations(int before, int behind)
    {
        var packet = _pool.Allocate("0123456789"u8);
        packet.Paint = 3;
        packet.SetMacHeader(packet.Data + 1);
        packet.SetNetworkHeader(packet.Data + 2, 4);
        if (before > 0)
            packet = packet.Push(before);
        if (behind > 0)
            packet = packet.Put(behind);
        Assert.Equal(before + 10 + behind, packet.Length);
        Assert.Equal("0123456789"u8, packet.Span.Slice(before, 10));
        Assert.Equal(3, packet.Paint);
        Assert.Equal((before + 1, before + 2, before + 6), (packet.MacHeaderOffset, packet.NetworkHeaderOffset, packet.TransportHeaderOffset));
        Assert.True(packet.Data >= packet.Start && packet.End <= packet.Limit);
        packet.Kill();
    }

    [Fact]
    public void A_packet_that_outgrows_the_largest_slot_is_killed()
    {
        var packet = _pool.Allocate(60_000);
        Assert.True(packet.Push(10_000).IsNone);
        Assert.True(_pool.Allocate(PacketPool.MaxLength + 1).IsNone);
    }

    [Fact]
    public void A_clone_shares_nothing()
    {
        var packet = _pool.Allocate("hello"u8);
        packet.SetNetworkHeader(packet.Data + 1, 2);
        packet.Paint = 5;
        var clone = packet.Clone();
        packet.Span[0] = (byte)'j';
        Assert.Equal("hello"u8, clone.Span);
        Assert.Equal((1, 3, 5), (clone.NetworkHeaderOffset, clone.TransportHeaderOffset, clone.Paint));
        packet.Kill();
        clone.Kill();
    }

    [Fact]
    public void A_pool_that_is_used_up_gives_none()
    {
        using var small = new PacketPool(new PacketPoolOptions { MaxBytes = 3 << 20 });
        var batch = small.Allocate(10_000, "x"u8, 0, 0);
        Assert.Equal(1024, batch.Count);
        Assert.True(small.Allocate(1).IsNone);
        batch.Kill();
        Assert.False(small.Allocate(1).IsNone);
        Assert.Equal(1, small.Outstanding);
    }

    [Fact]
    public void Packets_freed_by_another_thread_come_back()
    {
        var batch = _pool.Allocate(5000, "x"u8, 0, 0);
        var other = new Thread(() =>
        {
            var head = batch.RemoveFirst(2000);
            foreach (var packet in head)
                packet.Kill();
            batch.Kill();
            PacketPool.ReleaseThread();
        });
        other.Start();
        other.Join();
        Assert.Equal(0, _pool.Outstanding);
        var reserved = _pool.ReservedBytes;
        var again = _pool.Allocate(5000, "x"u8, 0, 0);
        Assert.Equal((5000, reserved), (again.Count, _pool.ReservedBytes));
        again.Kill();
    }

    [Fact]
    public void Shifting_moves_headers_along_and_stays_in_the_slot()
    {
        var packet = _pool.Allocate("hello"u8);
        packet.SetTransportHeader(packet.Data + 2);
        Assert.True(packet.ShiftData(-3));
        Assert.True(packet.ShiftData(5));
        Assert.False(packet.ShiftData(packet.Tailroom + 1));
        Assert.Equal("hello"u8, packet.Span);
        Assert.Equal(2, packet.TransportHeaderOffset);
        packet.Kill();
    }
}
