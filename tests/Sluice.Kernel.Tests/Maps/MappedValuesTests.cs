using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Tests.Maps;

/// <summary>Values of arrays in the kernel as memory.</summary>
public sealed class MappedValuesTests
{
    [Fact]
    public void What_is_written_into_the_memory_is_in_the_map_and_the_other_way_round()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var maps = engine.Load(new() { Name = "mapped", Maps = [new("mapped", MapType.Array, 4, 4, 1000) { Flags = MapFlags.Mmapable }] });
        var map = maps.Maps["mapped"];
        using var values = map.MapValues()!;

        Assert.True(BitConverter.TryWriteBytes(values.Bytes[(999 * 8)..], 7));
        var value = new byte[4];
        Assert.Equal(Errno.None, map.Lookup(BitConverter.GetBytes(999), value));
        Assert.Equal(7, BitConverter.ToInt32(value));

        Assert.Equal(Errno.None, map.Update(BitConverter.GetBytes(1), BitConverter.GetBytes(8)));
        Assert.Equal(8, BitConverter.ToInt32(values.Bytes[8..]));
        Assert.Equal(8000, values.Bytes.Length);
    }

    [Fact]
    public void Maps_that_were_not_made_for_it_have_none()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var maps = engine.Load(new() { Name = "plain", Maps = [new("plain", MapType.Array, 4, 4, 10), new("table", MapType.Hash, 4, 4, 10)] });

        Assert.Null(maps.Maps["plain"].MapValues());
        Assert.Null(maps.Maps["table"].MapValues());
    }
}
