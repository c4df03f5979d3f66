using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Runs over batches of packets in the caller's memory.</summary>
public sealed unsafe class BatchTests
{
    const int SlotSize = 512, Room = 64;

    static readonly BpfRuntime s_runtime = new(new() { CpuCount = 2 });

    public static TheoryData<ExecutionMode> Modes => new(Enum.GetValues<ExecutionMode>());

    [Theory, MemberData(nameof(Modes))]
    public void Work_in_place(ExecutionMode mode)
    {
        using var slots = new Slots(4);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickRewriter, """
            r6 = r1
            r1 = -2
            r2 = 1
            call bpf_packet_add_space
            if r0 != 0 goto failed
            r2 = *(u64 *)(r6 + 0)
            r3 = *(u64 *)(r6 + 8)
            r4 = r2
            r4 += 1
            if r4 > r3 goto failed
            *(u8 *)(r2 + 0) = 99
            r0 = 1
            exit
            failed:
            r0 = 0
            exit
            """, mode);
        slots.Fill(packet => [(byte)packet, 1, 2, 3]);
        slots.Fill(packet => [7], 3);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([1, 1, 1, 0], slots.Batch.Results);
        for (var packet = 0; packet < 3; packet++)
            Assert.Equal([99, 3, 0], slots.Bytes(packet));
        Assert.Equal([7], slots.Bytes(3));
    }

    [Theory, MemberData(nameof(Modes))]
    public void Move_their_contents_where_room_is_on_the_wrong_side(ExecutionMode mode)
    {
        using var slots = new Slots(3);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickRewriter, $"r1 = {Room + 40}\nr2 = 0\ncall bpf_packet_add_space\nexit", mode);
        slots.Fill(packet => [1, 2, (byte)packet]);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([0, 0, 0], slots.Batch.Results);
        for (var packet = 0; packet < 3; packet++)
            Assert.Equal([.. new byte[Room + 40], 1, 2, (byte)packet], slots.Bytes(packet));
        Assert.NotEqual(0, slots.Batch.Moved);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Take_bytes_off_the_front_as_far_as_there_are_any(ExecutionMode mode)
    {
        using var slots = new Slots(6);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickRewriter, """
            r2 = *(u64 *)(r1 + 0)
            r1 = *(s8 *)(r2 + 0)
            r2 = 0
            call bpf_packet_add_space
            exit
            """, mode);
        slots.Fill(packet => [(byte)-packet, 2, 3, 4]);
        slots.Fill(packet => [2, 9], 5);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([0, 0, 0, 0, 0, 0], slots.Batch.Results);
        Assert.Equal(["4: 0 2 3 4", "3: 2 3 4", "2: 3 4", "1: 4", "0: ", "4: 0 0 2 9"],
            Enumerable.Range(0, 6).Select(packet => $"{slots.Bytes(packet).Length}: {string.Join(' ', slots.Bytes(packet))}"));
        slots.Batch.Rewind();
        slots.Fill(packet => [0xf0, 1]);
        runner.Run(program, ref slots.Batch);
        Assert.All(slots.Batch.Results, result => Assert.Equal(-22, result));
        Assert.Equal([0xf0, 1], slots.Bytes(0));
    }

    // Compiled, the ends stay in registers in the first case, and in the context in the second.
    [Theory]
    [InlineData("r6 = r1", "r1 = r6", ExecutionMode.Compiled)]
    [InlineData("*(u64 *)(r10 - 8) = r1", "r1 = *(u64 *)(r10 - 8)", ExecutionMode.Compiled)]
    [InlineData("*(u64 *)(r10 - 8) = r1", "r1 = *(u64 *)(r10 - 8)", ExecutionMode.Sandbox)]
    [InlineData("*(u64 *)(r10 - 8) = r1", "r1 = *(u64 *)(r10 - 8)", ExecutionMode.Interpret)]
    public void Read_the_ends_anew_after_they_moved(string keep, string fetch, ExecutionMode mode)
    {
        using var slots = new Slots(3);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickRewriter, $"""
            {keep}
            r2 = *(u64 *)(r1 + 0)
            r7 = *(u8 *)(r2 + 1)
            r1 = -1
            r2 = 0
            call bpf_packet_add_space
            r1 = 2
            r2 = 1
            call bpf_packet_add_space
            {fetch}
            r2 = *(u64 *)(r1 + 0)
            r0 = *(u64 *)(r1 + 8)
            r0 -= r2
            r0 += r7
            exit
            """, mode);
        slots.Fill(packet => [1, (byte)(packet * 10), 3, 4]);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([6, 16, 26], slots.Batch.Results);
        for (var packet = 0; packet < 3; packet++)
            Assert.Equal([0, 0, (byte)(packet * 10), 3, 4, 0], slots.Bytes(packet));
    }

    [Fact]
    public void Runners_take_the_cpu_that_their_caller_remembers_or_another_one()
    {
        var remembered = 1;
        using (var runner = s_runtime.OpenRunner(ref remembered))
            Assert.Equal(runner.Cpu, remembered);
        using var runtime = new BpfRuntime(new() { CpuCount = 2 });
        var (first, second) = (1, 1);
        using var one = runtime.OpenRunner(ref first);
        using var other = runtime.OpenRunner(ref second);
        Assert.Equal((1, 0), (one.Cpu, other.Cpu));
        Assert.Equal((1, 0), (first, second));
    }

    [Theory, MemberData(nameof(Modes))]
    public void See_xdp_programs_with_their_addresses_of_32_bits(ExecutionMode mode)
    {
        using var slots = new Slots(2);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.Xdp, """
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r0 = *(u32 *)(r1 + 12)
            r4 = r2
            r4 += 2
            if r4 > r3 goto done
            r5 = *(u8 *)(r2 + 1)
            r0 += r5
            done:
            exit
            """, mode);
        slots.Fill(packet => [0, (byte)(packet + 1)]);

        runner.Run(program, ref slots.Batch, new() { InterfaceIndex = 40 });

        Assert.Equal([41, 42], slots.Batch.Results);
    }

    [Theory, InlineData(ExecutionMode.Sandbox), InlineData(ExecutionMode.Interpret)]
    public void A_fault_ends_one_packets_run_only(ExecutionMode mode)
    {
        using var slots = new Slots(5);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickFilter, "r2 = *(u64 *)(r1 + 0)\nr0 = *(u8 *)(r2 + 1)\nexit", mode);
        slots.Fill(packet => packet % 2 == 1 ? [5] : [5, (byte)packet]);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([0, 2, 4], slots.Batch.Results);
        Assert.Equal(2, slots.Batch.Faults);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Each_run_begins_anew(ExecutionMode mode)
    {
        using var slots = new Slots(2);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.Xdp, """
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r0 = 2
            r4 = r2
            r4 += 2
            if r4 > r3 goto done
            r1 = 7
            r2 = 0
            call bpf_redirect
            done:
            exit
            """, mode);
        slots.Batch.Runner = runner;
        slots.Fill(packet => packet == 0 ? [1, 2] : [1]);

        runner.Run(program, ref slots.Batch);

        Assert.Equal([4, 2], slots.Batch.Results);
        Assert.Equal([7, 0], slots.Batch.Redirects);
    }

    [Theory, InlineData(ExecutionMode.Sandbox), InlineData(ExecutionMode.Compiled)]
    public void Allocate_nothing(ExecutionMode mode)
    {
        using var slots = new Slots(32);
        using var runner = s_runtime.OpenRunner();
        using var program = Load(ProgramType.ClickFilter, "r0 = 2\nexit", mode);
        slots.Fill(_ => [1, 2, 3]);
        program.Prepare();
        runner.Run(program, ref slots.Batch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            slots.Batch.Rewind();
            runner.Run(program, ref slots.Batch);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_buffer_serves_copies_again_afterwards()
    {
        using var slots = new Slots(1);
        using var program = Load(ProgramType.ClickFilter, "r0 = 2\nexit", ExecutionMode.Compiled);
        slots.Fill(_ => [1, 2, 3]);
        for (var cpu = 0; cpu < 2; cpu++)
        {
            slots.Batch.Rewind();
            using (var runner = s_runtime.OpenRunner())
                runner.Run(program, ref slots.Batch);
            Assert.Equal([8, 9], program.Run([8, 9]).Packet.ToArray());
        }

        Assert.Equal([1, 2, 3], slots.Bytes(0));
    }

    [Fact]
    public void Synchronizing_waits_for_runners_that_are_open_and_for_no_others()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 3 });
        runtime.Synchronize();
        var runner = runtime.OpenRunner();
        var waiting = new Thread(runtime.Synchronize);
        waiting.Start();
        Assert.False(waiting.Join(50));
        using var later = runtime.OpenRunner();
        runner.Dispose();
        waiting.Join();
    }

    [Fact]
    public void Programs_of_other_runtimes_and_programs_that_are_gone_are_refused()
    {
        using var slots = new Slots(1);
        using var other = new BpfRuntime(new() { CpuCount = 1 });
        using var runner = other.OpenRunner();
        using var program = Load(ProgramType.ClickFilter, "r0 = 2\nexit", ExecutionMode.Compiled);
        Assert.Throws<ArgumentException>(() => runner.Run(program, ref slots.Batch));
        using var own = s_runtime.OpenRunner();
        program.Dispose();
        Assert.Throws<ObjectDisposedException>(() => own.Run(program, ref slots.Batch));
        Assert.Empty(slots.Batch.Results);
    }

    static RuntimeProgram Load(ProgramType type, string text, ExecutionMode mode) =>
        s_runtime.Load(Programs.Link(type, Assembler.Assemble(text)), mode: mode);

    // Packets side by side, each with room around it.
    sealed class Slots(int count) : IDisposable
    {
        readonly NativeRegion _memory = NativeRegion.ReserveLow((nuint)(count * SlotSize));

        public PlainBatch Batch = new() { Results = new(64), Redirects = new(64), Packets = new (nint, int)[count] };

        public void Fill(Func<int, byte[]> bytes)
        {
            for (var packet = 0; packet < count; packet++)
                Fill(bytes, packet);
        }

        public void Fill(Func<int, byte[]> bytes, int packet)
        {
            var data = _memory.Address + (packet * SlotSize) + Room;
            bytes(packet).CopyTo(new Span<byte>(data, SlotSize - Room));
            Batch.Packets[packet] = ((nint)data, bytes(packet).Length);
        }

        public byte[] Bytes(int packet) => new Span<byte>((byte*)Batch.Packets[packet].Data, Batch.Packets[packet].Length).ToArray();

        public void Dispose() => _memory.Dispose();
    }

    struct PlainBatch : IPacketBatch
    {
        int _next;

        public (nint Data, int Length)[] Packets;

        public List<int> Results, Redirects;

        public int Faults;

        public long Moved;

        public BatchRunner? Runner;

        public void Rewind()
        {
            _next = 0;
            Results.Clear();
        }

        public bool Next(out PacketBounds packet)
        {
            packet = default;
            if (_next == Packets.Length)
                return false;
            var (data, length) = Packets[_next++];
            packet = new((byte*)data - Room, (byte*)data, (byte*)data + length, (byte*)data + SlotSize - Room);
            return true;
        }

        public void Done(ulong result, byte* data, byte* end, long moved)
        {
            Moved += moved;
            Results.Add((int)result);
            if (Runner is { } runner)
                Redirects.Add(runner.Redirect.InterfaceIndex);
            Packets[_next - 1] = ((nint)data, (int)(end - data));
        }

        public void Faulted(BpfFaultException fault, byte* data, byte* end, long moved) => Faults++;
    }
}
