using System.Buffers.Binary;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Maps.Rings;

namespace Sluice.Runtime.Tests.Maps;

public sealed class RingBufferTests : IDisposable
{
    readonly BpfRuntime _runtime = new(new() { CpuCount = 2 });

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public unsafe void Records_come_in_the_order_of_reservation_without_the_discarded_ones()
    {
        using var map = Make(4096);
        using var reader = new RingBufferReader(map);
        var first = Reserve(map, 4, 1);
        var second = Reserve(map, 12, 2);
        var third = Reserve(map, 4, 3);
        map.Commit(third, discard: false, 0);
        map.Commit(second, discard: true, 0);
        Assert.Equal([], Read(reader)); // The first is not complete.
        map.Commit(first, discard: false, 0);
        Assert.Equal([1, 3], Read(reader));
        Assert.Equal(0, reader.Backlog);
    }

    [Fact]
    public unsafe void The_ring_holds_what_Linux_s_holds_and_counts_what_is_lost()
    {
        using var map = Make(4096);
        using var reader = new RingBufferReader(map);
        var data = stackalloc byte[4096];

        // Each record takes 8 bytes more, and 8 bytes of the ring always stay free (kernel: used bytes must not exceed the mask).
        Assert.Equal(-(long)Errno.Again, map.Output(data, 4096 - 8, 0));
        Assert.Equal(0, map.Output(data, 4096 - 16, 0));
        Assert.Equal(4088ul, map.Query(0));
        Assert.Equal(-(long)Errno.Again, map.Output(data, 0, 0));
        Assert.Equal(2, reader.Lost);
        Assert.Equal(1, reader.Drain(record => Assert.Equal(4096 - 16, record.Length)));
        Assert.Equal((0ul, 4096ul, 4088ul, 4088ul), (map.Query(0), map.Query(1), map.Query(2), map.Query(3)));
        Assert.Equal(0ul, map.Query(4));
    }

    [Fact]
    public unsafe void A_record_that_reaches_over_the_end_lies_in_one_piece()
    {
        using var map = Make(4096);
        using var reader = new RingBufferReader(map);
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var sent = new byte[random.Next(1, 2000)];
            random.NextBytes(sent);
            fixed (byte* bytes = sent)
                Assert.Equal(0, map.Output(bytes, (ulong)sent.Length, 0));
            Assert.True(reader.TryRead(record => Assert.True(record.SequenceEqual(sent), $"round {round}")));
        }
    }

    [Fact]
    public unsafe void Flags_and_sizes_that_Linux_refuses_are_refused()
    {
        using var map = Make(4096);
        byte data = 0;
        Assert.True(map.Reserve(4, 1) == null);
        Assert.True(map.Reserve(4096, 0) == null);
        Assert.True(map.Reserve(ulong.MaxValue, 0) == null);
        Assert.Equal(-(long)Errno.InvalidArgument, map.Output(&data, 1, 4));
        map.Commit(&data, discard: false, 0); // No record of this ring: ignored.
        Assert.Equal(0ul, map.Query(3));
    }

    [Fact]
    public async Task The_reader_sleeps_until_a_record_comes_and_is_left_alone_if_the_program_says_so()
    {
        using var map = Make(4096);
        using var reader = new RingBufferReader(map);
        Assert.False(reader.Poll(TimeSpan.Zero, TestContext.Current.CancellationToken));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var received = new List<int>();
        var task = Task.Run(async () =>
        {
            await foreach (var record in reader.ReadAllAsync(cancellation.Token))
            {
                received.Add(BinaryPrimitives.ReadInt32LittleEndian(record));
                if (received.Count == 100)
                    return;
            }
        }, cancellation.Token);
        for (var number = 0; number < 100; number++)
            Send(map, number, number % 10 == 9 ? RingBits.ForceWakeup : RingBits.NoWakeup);
        await task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 100), received);
    }

    [Fact]
    public async Task Several_producers_lose_and_mix_up_nothing()
    {
        const int producers = 3, each = 20_000;
        using var map = Make(8192);
        using var reader = new RingBufferReader(map);
        var tasks = Enumerable.Range(0, producers)
            .Select(producer => Task.Run(() => Produce(map, producer, each), TestContext.Current.CancellationToken)).ToArray();
        var next = new int[producers];
        for (var count = 0; count < producers * each;)
        {
            Assert.True(reader.Poll(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            count += reader.Drain(record =>
                Assert.Equal(next[BinaryPrimitives.ReadInt32LittleEndian(record)]++, BinaryPrimitives.ReadInt32LittleEndian(record[4..])));
        }

        await Task.WhenAll(tasks);
        Assert.All(next, count => Assert.Equal(each, count));
    }

    [Fact]
    public void Samples_of_a_perf_event_array_come_by_CPU_and_the_lost_ones_are_counted()
    {
        using var map = (PerfEventArrayMap)RuntimeMaps.Create(_runtime, new MapSpec("events", MapType.PerfEventArray, 4, 4, 8));
        var cpus = _runtime.Cpus;
        Assert.Equal(-(long)Errno.NotFound, map.Output(cpus[0], PerfEventArrayMap.CurrentCpu, [1], []));
        using (var reader = new PerfEventReader(map, 4096))
        {
            Assert.Throws<ArgumentException>(() => new PerfEventReader(map));
            Assert.Equal(0, map.Output(cpus[0], PerfEventArrayMap.CurrentCpu, [1, 2, 3], []));
            Assert.Equal(0, map.Output(cpus[1], 1, [4, 5], [6]));
            Assert.Equal(-(long)Errno.OperationNotSupported, map.Output(cpus[0], 1, [1], []));
            Assert.Equal(-(long)Errno.NotFound, map.Output(cpus[0], 5, [1], []));
            Assert.Equal(-(long)Errno.TooBig, map.Output(cpus[0], 8, [1], []));
            Assert.Equal(-(long)Errno.NoSpace, map.Output(cpus[1], 1, new byte[4090], []));
            var samples = new List<string>();
            Assert.Equal(2, reader.Drain((cpu, sample) => samples.Add($"{cpu}:{Convert.ToHexString(sample)}")));
            Assert.Equal(["0:010203", "1:040506"], samples);
            Assert.Equal((0, 1), (reader.LostOn(0), reader.LostOn(1)));
        }

        Assert.Equal(-(long)Errno.NotFound, map.Output(cpus[0], 0, [1], []));
    }

    RingBufferMap Make(int size) => (RingBufferMap)RuntimeMaps.Create(_runtime, new MapSpec("events", MapType.RingBuffer, 0, 0, size));

    static unsafe void Produce(RingBufferMap map, int producer, int count)
    {
        for (var number = 0; number < count;)
        {
            var record = Reserve(map, 8, producer);
            if (record == null)
            {
                Thread.Yield();
                continue;
            }

            *(int*)(record + 4) = number++;
            map.Commit(record, discard: false, 0);
        }
    }

    static unsafe byte* Reserve(RingBufferMap map, ulong size, int content)
    {
        var record = map.Reserve(size, 0);
        if (record != null)
            *(int*)record = content;
        return record;
    }

    static unsafe void Send(RingBufferMap map, int content, ulong flags) => Assert.Equal(0, map.Output((byte*)&content, 4, flags));

    static List<int> Read(RingBufferReader reader)
    {
        var records = new List<int>();
        reader.Drain(record => records.Add(BinaryPrimitives.ReadInt32LittleEndian(record)));
        return records;
    }
}
