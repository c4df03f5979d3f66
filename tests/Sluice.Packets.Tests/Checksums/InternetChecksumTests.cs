namespace Sluice.Packets.Tests;

public sealed class InternetChecksumTests
{
    const int Seed = 1071;

    /// <summary>RFC 1071, section 4.1, word by word in network order.</summary>
    static ushort Naive(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        for (var i = 0; i < data.Length; i += 2)
            sum += (uint)(data[i] << 8 | (i + 1 < data.Length ? data[i + 1] : 0));
        while (sum > ushort.MaxValue)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    [Fact]
    public void The_example_of_RFC_1071_adds_up()
    {
        // Section 3: 00 01 f2 03 f4 f5 f6 f7 sums up to ddf2.
        Assert.Equal(0xddf2 ^ 0xffff, InternetChecksum.Compute([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]));
    }

    [Fact]
    public void Every_length_and_alignment_agrees_with_the_naive_sum()
    {
        var random = new Random(Seed);
        var buffer = new byte[2200];
        random.NextBytes(buffer);
        for (var length = 0; length < 2100; length++)
        {
            var data = buffer.AsSpan(random.Next(100), length);
            Assert.Equal(Naive(data), InternetChecksum.Compute(data));
        }
    }

    [Theory]
    [InlineData(1 << 19)]
    [InlineData((1 << 22) + 7)]
    public void Nothing_overflows_in_the_worst_case(int length)
    {
        var ones = new byte[length];
        ones.AsSpan().Fill(0xff);
        Assert.Equal(Naive(ones), InternetChecksum.Compute(ones));
        Assert.Equal(Naive(ones), InternetChecksum.Finish(InternetChecksum.Partial(ones, uint.MaxValue)));
    }

    [Fact]
    public void Partial_sums_add_up_and_subtract()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 500; round++)
        {
            var data = new byte[random.Next(2, 300)];
            random.NextBytes(data);
            var cut = random.Next(data.Length / 2) * 2;
            var head = InternetChecksum.Partial(data.AsSpan(0, cut));
            var tail = InternetChecksum.Partial(data.AsSpan(cut));
            Assert.Equal(Naive(data), InternetChecksum.Finish(InternetChecksum.Add(head, tail)));
            Assert.Equal(Naive(data), InternetChecksum.Finish(InternetChecksum.Partial(data.AsSpan(cut), head)));
            var whole = InternetChecksum.Partial(data);
            Assert.Equal(Naive(data.AsSpan(cut)), InternetChecksum.Finish(InternetChecksum.Subtract(whole, head)));
        }
    }

    [Fact]
    public void Updates_agree_with_computing_anew()
    {
        var random = new Random(Seed);
        var data = new byte[40];
        for (var round = 0; round < 5000; round++)
        {
            random.NextBytes(data);
            var before = Naive(data);
            var at = random.Next(10) * 4;
            var from = (uint)(data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]);
            var to = (uint)random.NextInt64(1L << 32);
            (data[at], data[at + 1], data[at + 2], data[at + 3]) = ((byte)(to >> 24), (byte)(to >> 16), (byte)(to >> 8), (byte)to);
            Assert.Equal(Naive(data), InternetChecksum.Update(before, from, to));
        }
    }

    [Fact]
    public void The_corner_of_RFC_1624_gives_zero_and_not_all_ones()
    {
        // Section 4: checksum 0xdd2f, a field goes from 0x5555 to 0x3285. Equation 2 of RFC 1141 got 0xffff here.
        Assert.Equal(0x0000, InternetChecksum.Update(0xdd2f, (ushort)0x5555, (ushort)0x3285));
    }

    [Fact]
    public void Pseudo_headers_are_those_of_the_RFCs()
    {
        var v4 = CaptureFiles.Bytes("c0000201 c6336402 00 11 0010");
        var partial = InternetChecksum.PseudoHeader(IPv4Address.Parse("192.0.2.1"), IPv4Address.Parse("198.51.100.2"), IpProtocol.Udp, 16);
        Assert.Equal(Naive(v4), InternetChecksum.Finish(partial));

        var v6 = CaptureFiles.Bytes("20010db8000000000000000000000001 20010db8000000000000000000000002 00010203 000000 3a");
        partial = InternetChecksum.PseudoHeader(IPv6Address.Parse("2001:db8::1"), IPv6Address.Parse("2001:db8::2"), IpProtocol.Icmpv6, 0x10203);
        Assert.Equal(Naive(v6), InternetChecksum.Finish(partial));
    }

    [Fact]
    public void A_packet_is_valid_with_its_checksum_and_not_without()
    {
        // A header from the wire: 192.168.0.1 to 192.168.0.199, checksum b861.
        var header = CaptureFiles.Bytes("45000073 00004000 4011b861 c0a80001 c0a800c7");
        Assert.True(InternetChecksum.IsValid(header));
        header[5] ^= 1;
        Assert.False(InternetChecksum.IsValid(header));
    }
}
