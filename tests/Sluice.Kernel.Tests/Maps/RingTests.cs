using Sluice.Bpf.Assembly;
using Sluice.Kernel.Maps.Rings;

namespace Sluice.Kernel.Tests.Maps;

public sealed class RingTests
{
    // Sends the packet's first 16 bytes, and returns what the helper said.
    const string Output = """
        .license "GPL"
        .map ring ring_buffer entries=4096
        .map samples perf_event_array key=4 value=4 entries=0
        .program to_ring section="xdp"
        r6 = *(u32 *)(r1 + 0)
        r7 = *(u32 *)(r1 + 4)
        r8 = r6
        r8 += 16
        if r8 > r7 goto out
        r2 = *(u64 *)(r6 + 0)
        *(u64 *)(r10 - 16) = r2
        r2 = *(u64 *)(r6 + 8)
        *(u64 *)(r10 - 8) = r2
        r1 = map[ring]
        r2 = r10
        r2 += -16
        r3 = 16
        r4 = 0
        call bpf_ringbuf_output
        exit
        out:
        r0 = 7
        exit
        .program ask section="xdp"
        r1 = map[ring]
        r2 = 0
        call bpf_ringbuf_query
        exit
        .program to_perf section="xdp"
        r6 = r1
        r2 = *(u32 *)(r1 + 0)
        r3 = *(u32 *)(r1 + 4)
        r8 = r2
        r8 += 16
        if r8 > r3 goto out
        r4 = *(u64 *)(r2 + 0)
        *(u64 *)(r10 - 16) = r4
        r4 = *(u64 *)(r2 + 8)
        *(u64 *)(r10 - 8) = r4
        r1 = r6
        r2 = map[samples]
        r3 = 0xffffffff ll
        r4 = r10
        r4 += -16
        r5 = 16
        call bpf_perf_event_output
        exit
        out:
        r0 = 7
        exit
        """;

    [Fact]
    public void Records_come_in_order_and_around_the_end()
    {
        using var loaded = Load();
        using var reader = new RingBufferReader(loaded.Maps["ring"]);
        var (sent, got) = (0, new List<long>());
        while (got.Count < 1000)
        {
            for (var i = 0; i < 50; i++)
                Assert.Equal(0u, (uint)loaded.Programs["to_ring"].Run(Packet(sent++)).ReturnValue);
            Assert.True(reader.Poll(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            reader.Drain(record => got.Add(BitConverter.ToInt64(record)));
            Assert.Equal(0, reader.Backlog);
        }

        Assert.Equal(Enumerable.Range(0, sent).Select(i => (long)i), got);
    }

    [Fact]
    public void A_full_ring_refuses_and_goes_on_when_read()
    {
        using var loaded = Load();
        using var reader = new RingBufferReader(loaded.Maps["ring"]);
        var program = loaded.Programs["to_ring"];
        var written = 0;
        while ((uint)program.Run(Packet(written)).ReturnValue == 0)
            written++;
        Assert.InRange(written, 1, 4096 / 24);
        Assert.True(reader.TryRead(_ => { }));
        Assert.Equal(0u, (uint)program.Run(Packet(0)).ReturnValue);
        Assert.Equal(written, reader.Drain(_ => { }));
        Assert.False(reader.Poll(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_handler_that_throws_loses_its_own_record_only()
    {
        using var loaded = Load();
        using var reader = new RingBufferReader(loaded.Maps["ring"]);
        loaded.Programs["to_ring"].Run(Packet(1));
        loaded.Programs["to_ring"].Run(Packet(2));
        Assert.Throws<InvalidOperationException>(() => reader.Drain(_ => throw new InvalidOperationException()));
        long value = 0;
        Assert.True(reader.TryRead(record => value = BitConverter.ToInt64(record)));
        Assert.Equal(2, value);
    }

    [Fact]
    public async Task A_stream_gives_what_comes_until_it_is_cancelled()
    {
        using var loaded = Load();
        using var reader = new RingBufferReader(loaded.Maps["ring"]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sender = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
                loaded.Programs["to_ring"].Run(Packet(i));
        }, stop.Token);
        var got = new List<long>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var record in reader.ReadAllAsync(stop.Token))
            {
                got.Add(BitConverter.ToInt64(record));
                if (got.Count == 20)
                    await stop.CancelAsync();
            }
        });
        await sender;
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), got);
    }

    [Fact]
    public void Samples_come_with_their_cpu_and_the_lost_are_counted()
    {
        using var loaded = Load();
        using var reader = new PerfEventReader(loaded.Maps["samples"], 4096);
        var program = loaded.Programs["to_perf"];
        var (accepted, refused, got) = (0, 0, 0);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 400; i++)
            {
                if ((int)program.Run(Packet(i)).ReturnValue == 0)
                    accepted++;
                else
                    refused++;
            }

            Assert.True(reader.Poll(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            got += reader.Drain((cpu, sample) =>
            {
                Assert.InRange(cpu, 0, Environment.ProcessorCount - 1);
                Assert.True(sample.Length >= 16);
            });
        }

        Assert.Equal(accepted, got);
        Assert.NotEqual(0, refused);
        // The last losses are told with the next sample.
        Assert.InRange(reader.Lost, 1, refused);
    }

    [Fact]
    public async Task A_stream_of_samples_gives_what_comes_until_it_is_cancelled()
    {
        using var loaded = Load();
        using var reader = new PerfEventReader(loaded.Maps["samples"], 1 << 16);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sender = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
                loaded.Programs["to_perf"].Run(Packet(i));
        }, stop.Token);
        var got = new List<long>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var sample in reader.ReadAllAsync(stop.Token))
            {
                Assert.InRange(sample.Cpu, 0, Environment.ProcessorCount - 1);
                got.Add(BitConverter.ToInt64(sample.Bytes));
                if (got.Count == 20)
                    await stop.CancelAsync();
            }
        });
        await sender;
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), got.Order());
        Assert.Equal(0, reader.Lost);
    }

    [Fact]
    public void Reading_allocates_nothing_for_a_record()
    {
        using var loaded = Load();
        using var ring = new RingBufferReader(loaded.Maps["ring"]);
        using var perf = new PerfEventReader(loaded.Maps["samples"], 1 << 16);
        long sum = 0;
        Bpf.Engine.RecordHandler take = record => sum += record[0];
        Bpf.Engine.SampleHandler takeSample = (_, sample) => sum += sample[0];
        // The first round is the compiler's.
        var (records, allocated) = (0, 0L);
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                loaded.Programs["to_ring"].Run(Packet(1));
                loaded.Programs["to_perf"].Run(Packet(1));
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = ring.Drain(take) + perf.Drain(takeSample);
            if (round == 0)
                continue;
            records += read;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(49 * 200, records);
        // Less than one object for each: what the runtime allocates when it compiles a loop anew is not for a record.
        Assert.InRange(allocated, 0, records);
    }

    [Fact]
    public void Positions_are_those_that_programs_are_told()
    {
        using var loaded = Load();
        using var ring = new RingBufferReader(loaded.Maps["ring"]);
        loaded.Programs["to_ring"].Run(Packet(1));
        loaded.Programs["to_ring"].Run(Packet(2));
        // A record of 16 bytes has a header of 8.
        Assert.Equal((48, 48, 0, 4096), (ring.Backlog, ring.ProducerPosition, ring.ConsumerPosition, ring.Capacity));
        Assert.Equal(48u, (uint)loaded.Programs["ask"].Run(Packet(0)).ReturnValue);
        Assert.True(ring.TryRead(_ => { }));
        Assert.Equal((24, 48, 24), (ring.Backlog, ring.ProducerPosition, ring.ConsumerPosition));
        Assert.Equal(24u, (uint)loaded.Programs["ask"].Run(Packet(0)).ReturnValue);
    }

    static byte[] Packet(int number)
    {
        var packet = new byte[64];
        BitConverter.TryWriteBytes(packet, (long)number);
        return packet;
    }

    static KernelCollection Load()
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        return engine.Load(Assembler.AssembleObject(Output));
    }
}
