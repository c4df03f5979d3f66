using Sluice.Runtime.Execution;

namespace Sluice.Chains.Tests.Functions;

/// <summary>The path tracing stack of the EIP option.</summary>
public sealed class PathTracingTests
{
    const int Hops = 13, HopSize = 3, Options = Frames.Link + 40 + 2;

    public static TheoryData<string> Engines => FunctionUnderTest.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void A_hop_goes_on_top_of_the_stack(string engine)
    {
        using var function = FunctionUnderTest.On(engine, "eip", "mcd");
        Assert.Equal(XdpAction.Aborted, function.Verdict(Traced(Stack()))); // it knows neither time nor interface
        function.Set("eip_mcd_time", [0], BitConverter.GetBytes(0L));
        function.Set("eip_mcd_time", [1], BitConverter.GetBytes(20L));
        function.Set("eip_mcd_time", [2], BitConverter.GetBytes(0xabcL));
        function.Set("eip_mcd_time", [3], BitConverter.GetBytes(5L));
        foreach (var before in new byte[][] { [], [0], [5, 2, 0, 0], [0x3f, 0] })
        {
            var packet = Traced(Stack(), before);
            var stack = Options + before.Length + 2 + 4;
            Assert.Equal(0UL, function.Value(packet));
            var marked = function.Packet(packet);
            Assert.Equal([0xab, 0xc5], marked[stack..(stack + 2)]);
            Assert.Equal(packet[stack..(stack + ((Hops - 1) * HopSize))], marked[(stack + HopSize)..(stack + (Hops * HopSize))]);
            Assert.Equal(packet[..stack], marked[..stack]);
            Assert.Equal(packet[(stack + (Hops * HopSize))..], marked[(stack + (Hops * HopSize))..]);
        }

        // Behind an element of another type.
        Assert.Equal(0UL, function.Value(Traced([0x48, 7, 0, 0, 1, 2, 3, 4, .. Stack()])));
        foreach (var packet in new[] { Frames.Udp6(), Traced([0x44, 7, 0, 0]), Traced(Stack()[..20]), Traced([0x40, 7, 0, 0, .. Stack()]) })
        {
            Assert.Equal(1UL, function.Value(packet));
            Assert.Equal(packet, function.Packet(packet));
        }

        Assert.Equal(XdpAction.Aborted, function.Verdict(Frames.Udp4()));
    }

    [Fact]
    public void Time_is_a_byte_of_the_clock()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var time = new ManualTime();
            time.Advance(TimeSpan.FromTicks(9_999)); // a millisecond since the start
            using var function = FunctionUnderTest.On(mode, "eip", "mcd", options: new() { Time = time });
            function.Set("eip_mcd_time", [0], BitConverter.GetBytes(3_000_000L));
            function.Set("eip_mcd_time", [1], BitConverter.GetBytes(15L));
            function.Set("eip_mcd_time", [2], BitConverter.GetBytes(1L));
            function.Set("eip_mcd_time", [3], BitConverter.GetBytes(1L));
            Assert.Equal(4_000_000 >> 15, function.Packet(Traced(Stack()))[Options + 2 + 4 + 2]);
            function.Set("eip_mcd_time", [1], BitConverter.GetBytes(23L));
            Assert.Equal(XdpAction.Aborted, function.Verdict(Traced(Stack())));
        }
    }

    [Fact]
    public void A_word_is_printed()
    {
        foreach (var mode in Enum.GetNames<ExecutionMode>())
        {
            var lines = new List<string>();
            using var function = FunctionUnderTest.On(mode, "eip", "hello", options: new() { Trace = lines.Add });
            Assert.Equal(0UL, function.Value(Frames.Udp6()));
            Assert.Equal("hello", Assert.Single(lines).TrimEnd());
        }
    }

    // The type of one byte, 2, and the length of the whole.
    static byte[] Stack() => [0x40 | (4 + (Hops * HopSize)), 2, 0, 0, .. Enumerable.Range(1, Hops * HopSize).Select(number => (byte)number)];

    static byte[] Traced(byte[] elements, params byte[] before) => Frames.Ethernet().IPv6(Frames.Source6, Frames.Destination6)
        .HopByHop([.. before, 0x3e, (byte)elements.Length, .. elements]).Udp(4000, 53).Payload(Frames.Text("x")).ToArray();
}
