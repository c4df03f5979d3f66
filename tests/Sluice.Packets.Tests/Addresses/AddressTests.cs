using System.Net;

namespace Sluice.Packets.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("00:00:00:00:00:00", 0)]
    [InlineData("02:0a:ff:00:10:01", 0x020aff001001)]
    [InlineData("FF-FF-FF-FF-FF-FF", 0xffffffffffff)]
    public void Mac_addresses_are_read(string text, long value)
    {
        var address = MacAddress.Parse(text);
        Assert.Equal((ulong)value, address.Value);
        Assert.Equal(text.Replace('-', ':').ToLowerInvariant(), address.ToString());
        var bytes = new byte[6];
        address.WriteTo(bytes);
        Assert.Equal(address, MacAddress.Read(bytes));
        Assert.Equal(bytes[0], (byte)(value >> 40));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02:0a:ff:00:10")]
    [InlineData("02:0a:ff:00:10:0g")]
    [InlineData("02:0a:ff:00:10: 1")]
    [InlineData("02:0a-ff:00:10:01")]
    [InlineData("02.0a.ff.00.10.01")]
    [InlineData("02:0a:ff:00:10:01:")]
    public void Other_text_is_no_mac_address(string text)
    {
        var error = Assert.Throws<FormatException>(() => MacAddress.Parse(text));
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("192.0.2.1", 0xc0000201u)]
    [InlineData("255.255.255.255", uint.MaxValue)]
    public void IPv4_addresses_are_read(string text, uint value)
    {
        Assert.Equal(value, IPv4Address.Parse(text).Value);
        Assert.Equal(text, new IPv4Address(value).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.+4")]
    [InlineData("1.2.3.4 ")]
    public void Other_text_is_no_IPv4_address(string text) => Assert.Throws<FormatException>(() => IPv4Address.Parse(text));

    // The examples of RFC 5952, sections 1, 2 and 4, and the corners of RFC 4291.
    [Theory]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1:0:0:0:1", "2001:0:0:1::1")]
    [InlineData("2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1")]
    [InlineData("0:0:0:0:0:0:0:0", "::")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("::ffff:c000:201", "::ffff:192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    public void IPv6_addresses_have_one_form(string text, string canonical)
    {
        Assert.Equal(canonical, IPv6Address.Parse(text).ToString());
        Assert.Equal(IPv6Address.Parse(text), IPv6Address.Parse(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("12345::")]
    [InlineData(":1::")]
    [InlineData("1:")]
    [InlineData("::1:")]
    [InlineData("1.2.3.4::")]
    [InlineData("::1.2.3.4:1")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("::g")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    public void Other_text_is_no_IPv6_address(string text) => Assert.Throws<FormatException>(() => IPv6Address.Parse(text));

    [Fact]
    public void Random_addresses_agree_with_the_platform()
    {
        const int Seed = 5952;
        var random = new Random(Seed);
        var bytes = new byte[16];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            for (var group = 0; group < 8; group++)
            {
                if (random.Next(2) == 0)
                    bytes.AsSpan(group * 2, 2).Clear();
            }

            var address = IPv6Address.Read(bytes);
            Assert.True(IPAddress.Parse(address.ToString()).Equals(new IPAddress(bytes)), $"seed {Seed}, {address}");
            Assert.Equal(address, IPv6Address.Parse(address.ToString()));
        }
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", "11.0.0.0")]
    [InlineData("192.0.2.128/25", "192.0.2.200", "192.0.2.127")]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.0")]
    public void IPv4_prefixes_contain_their_addresses(string text, string inside, string outside)
    {
        var prefix = IPv4Prefix.Parse(text);
        Assert.True(prefix.Contains(IPv4Address.Parse(inside)));
        Assert.False(prefix.Contains(IPv4Address.Parse(outside)));
        Assert.Equal(prefix, IPv4Prefix.Parse(prefix.ToString()));
    }

    [Theory]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::")]
    [InlineData("2001:db8::/65", "2001:db8::1", "2001:db8::8000:0:0:0")]
    [InlineData("::1", "::1", "::")]
    public void IPv6_prefixes_contain_their_addresses(string text, string inside, string outside)
    {
        var prefix = IPv6Prefix.Parse(text);
        Assert.True(prefix.Contains(IPv6Address.Parse(inside)));
        Assert.False(prefix.Contains(IPv6Address.Parse(outside)));
        Assert.Equal(prefix, IPv6Prefix.Parse(prefix.ToString()));
    }

    [Fact]
    public void The_empty_prefix_contains_everything()
    {
        Assert.True(IPv4Prefix.Parse("0.0.0.0/0").Contains(new IPv4Address(uint.MaxValue)));
        Assert.True(IPv6Prefix.Parse("::/0").Contains(new IPv6Address(ulong.MaxValue, ulong.MaxValue)));
        Assert.Equal("255.255.240.0", IPv4Prefix.Parse("10.0.0.0/20").Mask.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("128.0.0.0/0")]
    public void Bits_beyond_an_IPv4_prefix_are_refused(string text) => Assert.Throws<FormatException>(() => IPv4Prefix.Parse(text));

    [Theory]
    [InlineData("2001:db8::1/64")]
    [InlineData("2001:db8::/129")]
    [InlineData("8000::/0")]
    [InlineData("::1/127")]
    public void Bits_beyond_an_IPv6_prefix_are_refused(string text) => Assert.Throws<FormatException>(() => IPv6Prefix.Parse(text));
}
