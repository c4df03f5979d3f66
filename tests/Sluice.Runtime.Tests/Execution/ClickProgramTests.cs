using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>The programs of Click's elements: their context, and the helper that changes a packet's size.</summary>
public sealed class ClickProgramTests
{
    // Adds what bytes 0 and 1 of the packet say at its ends, and returns what the helper said.
    const string Resize = """
        r6 = r1
        r2 = *(u64 *)(r1 + 0)
        r3 = *(u64 *)(r1 + 8)
        r0 = 0
        r4 = r2
        r4 += 8
        if r4 > r3 goto done
        r1 = *(s32 *)(r2 + 0)
        r2 = *(s32 *)(r2 + 4)
        call bpf_packet_add_space
        r7 = r0
        r2 = *(u64 *)(r6 + 0)
        r3 = *(u64 *)(r6 + 8)
        r0 = r3
        r0 -= r2
        r0 <<= 32
        r7 <<= 32
        r7 >>= 32
        r0 |= r7
        done:
        exit
        """;

    static readonly BpfRuntime s_runtime = new(new() { CpuCount = 2 });

    public static TheoryData<ExecutionMode> Modes => new(Enum.GetValues<ExecutionMode>());

    [Theory, MemberData(nameof(Modes))]
    public void The_context_holds_both_ends_of_the_packet(ExecutionMode mode)
    {
        using var program = Load(ProgramType.ClickClassifier, """
            r2 = *(u64 *)(r1 + 0)
            r3 = *(u64 *)(r1 + 8)
            r0 = r3
            r0 -= r2
            r4 = r2
            r4 += 2
            if r4 > r3 goto done
            r5 = *(u8 *)(r2 + 1)
            r5 <<= 8
            r0 |= r5
            done:
            exit
            """, mode);

        Assert.Equal(0x703ul, program.Run([9, 7, 5]).ReturnValue);
        Assert.Equal(1ul, program.Run([9]).ReturnValue);
        Assert.Equal(0ul, program.Run([]).ReturnValue);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_rewriter_changes_bytes(ExecutionMode mode)
    {
        using var program = Load(ProgramType.ClickRewriter, """
            r2 = *(u64 *)(r1 + 0)
            r3 = *(u64 *)(r1 + 8)
            r0 = 0
            r4 = r2
            r4 += 1
            if r4 > r3 goto done
            *(u8 *)(r2 + 0) = 0
            r0 = 1
            done:
            exit
            """, mode);

        var result = program.Run([1, 2, 3]);

        Assert.Equal(1ul, result.ReturnValue);
        Assert.Equal([0, 2, 3], result.Packet.ToArray());
        Assert.Equal(0ul, program.Run([]).ReturnValue);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Space_is_added_and_taken_as_a_model_does(ExecutionMode mode)
    {
        const int seed = 61;
        var random = new Random(seed);
        using var program = Load(ProgramType.ClickRewriter, Resize, mode);
        for (var round = 0; round < 2000; round++)
        {
            var packet = new byte[random.Next(8, 120)];
            random.NextBytes(packet);
            var (head, tail) = (random.Next(-40, 80), random.Next(-40, 80));
            if (random.Next(20) == 0)
                (head, tail) = (random.Next(2) == 0 ? int.MinValue : int.MaxValue, random.Next(3) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => 0 });
            BitConverter.TryWriteBytes(packet, head);
            BitConverter.TryWriteBytes(packet.AsSpan(4), tail);

            var result = program.Run(packet);

            var expected = Model(packet, head, tail);
            var about = $"seed {seed}, round {round}: {packet.Length} bytes, head {head}, tail {tail}";
            Assert.True(result.Packet.SequenceEqual(expected ?? packet), about);
            Assert.True((int)result.ReturnValue == 0 == (expected is not null), about);
            Assert.True((int)(result.ReturnValue >> 32) == result.Packet.Length, about);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public void Space_that_lies_on_the_wrong_side_moves_the_packet(ExecutionMode mode)
    {
        using var program = Load(ProgramType.ClickRewriter, Resize, mode);
        var packet = new byte[100];
        for (var i = 8; i < packet.Length; i++)
            packet[i] = (byte)i;
        BitConverter.TryWriteBytes(packet, PacketBuffer.Headroom + 50);

        var result = program.Run(packet);

        Assert.Equal(Model(packet, PacketBuffer.Headroom + 50, 0), result.Packet.ToArray());
    }

    [Fact]
    public void Other_programs_cannot_call_the_helper()
    {
        var error = Assert.Throws<BpfLoadException>(() => Load(ProgramType.ClickFilter, "r1 = 0\nr2 = 0\ncall bpf_packet_add_space\nexit", ExecutionMode.Sandbox));
        Assert.Contains("packet_add_space", error.Message, StringComparison.Ordinal);
    }

    static byte[]? Model(byte[] packet, int head, int tail)
    {
        var length = (long)packet.Length + head + tail;
        if (head < -(long)packet.Length || tail < -(long)packet.Length || length < 0 || length > PacketBuffer.MaxPacket)
            return null;
        var bytes = new List<byte>(packet);
        if (head < 0)
            bytes.RemoveRange(0, -head);
        if (tail < 0)
            bytes.RemoveRange(bytes.Count + tail < 0 ? 0 : bytes.Count + tail, Math.Min(-tail, bytes.Count));
        return [.. new byte[Math.Max(head, 0)], .. bytes, .. new byte[Math.Max(tail, 0)]];
    }

    static RuntimeProgram Load(ProgramType type, string text, ExecutionMode mode) =>
        s_runtime.Load(Programs.Link(type, Assembler.Assemble(text)), mode: mode);
}
