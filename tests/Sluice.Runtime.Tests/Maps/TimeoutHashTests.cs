using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Maps.Hashes;
using Sluice.Runtime.Maps.Timeouts;

namespace Sluice.Runtime.Tests.Maps;

public sealed class TimeoutHashTests : IDisposable
{
    readonly ManualTime _time = new();
    readonly BpfRuntime _runtime;

    public TimeoutHashTests() => _runtime = new(new() { CpuCount = 1, Time = _time });

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void An_entry_is_gone_from_the_moment_it_expires()
    {
        using var map = Make(timeout: 1000);
        var view = new BpfMap<int, long>(map);
        view[1] = 10;
        Pass(999);
        Assert.Equal(10, view[1]);
        Pass(1);
        Assert.False(view.TryGet(1, out _));
        Assert.Equal(Errno.NotFound, map.NextKey([], new byte[4]));
        Assert.False(view.Remove(1));
    }

    [Fact]
    public unsafe void A_program_s_lookup_starts_an_idle_timeout_anew_and_the_host_s_does_not()
    {
        using var map = Make(timeout: 1000);
        new BpfMap<int, long>(map)[1] = 10;
        Pass(900);
        Assert.NotEqual(0, Touch(map, 1));
        Pass(900);
        Assert.True(new BpfMap<int, long>(map).TryGet(1, out _));
        Pass(100);
        Assert.Equal(0, Touch(map, 1));
    }

    [Fact]
    public void An_absolute_timeout_counts_from_the_update()
    {
        using var map = Make(timeout: 1000, MapFlags.AbsoluteTimeout);
        var view = new BpfMap<int, long>(map);
        view[1] = 10;
        Pass(600);
        Assert.NotEqual(0, Touch(map, 1));
        Pass(400);
        Assert.Equal(0, Touch(map, 1));
        view[1] = 11;
        Pass(999);
        Assert.Equal(11, view[1]);
    }

    [Fact]
    public void An_update_may_give_an_entry_a_timeout_of_its_own_or_none_at_all()
    {
        using var map = Make(timeout: 0);
        var view = new BpfMap<int, long>(map);
        view.Update(1, 10, (UpdateFlags)(500UL << 32));
        view.Update(2, 20, UpdateFlags.NoExist | (UpdateFlags)(2000UL << 32));
        view[3] = 30;
        var timeouts = (ITimeoutMap)map;
        Assert.Equal(TimeSpan.FromMilliseconds(500), timeouts.Remaining(BitConverter.GetBytes(1)));
        Assert.Equal(Timeout.InfiniteTimeSpan, timeouts.Remaining(BitConverter.GetBytes(3)));
        Pass(1500);
        Assert.Null(timeouts.Remaining(BitConverter.GetBytes(1)));
        Assert.Equal(TimeSpan.FromMilliseconds(500), timeouts.Remaining(BitConverter.GetBytes(2)));
        Assert.Equal([2, 3], view.Entries().Select(entry => entry.Key).Order());
        view.Update(1, 11, UpdateFlags.NoExist); // The old one does not count.
        Assert.Equal(11, view[1]);
    }

    [Fact]
    public void A_full_map_makes_room_of_what_has_expired_and_of_nothing_else()
    {
        using var map = Make(timeout: 1000);
        var view = new BpfMap<int, long>(map);
        for (var key = 0; key < 50; key++)
            view[key] = key;
        Pass(500);
        for (var key = 50; key < 100; key++)
            view[key] = key;
        Assert.Equal(Errno.TooBig, Assert.Throws<BpfMapException>(() => view[1000] = 1).Error);
        Pass(500);
        for (var key = 1000; key < 1050; key++)
            view[key] = key;
        Assert.Equal(Errno.TooBig, Assert.Throws<BpfMapException>(() => view[2000] = 1).Error);
        Assert.Equal(Enumerable.Range(50, 50).Concat(Enumerable.Range(1000, 50)), view.Entries().Select(entry => entry.Key).Order());
    }

    [Fact]
    public void A_timer_sweeps_what_nobody_asks_for()
    {
        using var map = Make(timeout: 1000);
        for (var key = 0; key < 100; key++)
            new BpfMap<int, long>(map)[key] = key;
        Assert.Equal(100, ((HashMap)map).Count);
        Pass(20_000);
        Assert.Equal(0, ((HashMap)map).Count);
    }

    RuntimeMap Make(uint timeout, MapFlags flags = MapFlags.None) =>
        RuntimeMaps.Create(_runtime, new MapSpec("flows", MapType.TimeoutHash, 4, 8, 100) { Extra = timeout, Flags = flags });

    void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    unsafe nint Touch(RuntimeMap map, int key)
    {
        var cpu = _runtime.Cpus[0];
        cpu.Enter();
        var value = map.LookupFromProgram(cpu, (byte*)&key);
        cpu.Exit();
        return (nint)value;
    }
}
