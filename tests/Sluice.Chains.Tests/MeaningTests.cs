using System.Buffers.Binary;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;

namespace Sluice.Chains.Tests;

/// <summary>Scripts mean what docs/language.md says: executed over real packets, in process and in the kernel, native and on the VM.</summary>
public sealed class MeaningTests
{
    // What every case may call and use.
    const string Rest = """

            packet.u64[0] = u64(r)
            hike_pass()

        def add(a: u32, b: u32):
            return a + b

        def half(address: ip6, upper: bool):
            if upper:
                return address.high
            return address.low

        def minus_two():
            return -2

        def nothing():
            pass
        """;

    [Theory, TextVectors("meaning.txt")]
    public void Scripts_compute_what_the_language_says(int line, string packet, string statements, string expected)
    {
        var indented = statements.Replace("\\n", "\n    ", StringComparison.Ordinal);
        SourceText source = new($"meaning.txt:{line}",
            $"from programs.hike_default import hike_pass, monitor, ip6_hset_srcdst\nLIMIT = 7\nNET = 2001:db8::/32\ndef main():\n    {indented}{Rest}\n");
        var compiled = ScriptCompiler.Compile(source, new() { Catalogue = PackageCatalogue.Shipped });
        Assert.True(compiled.Unit is not null,
            string.Concat(compiled.Diagnostics.Select(finding => DiagnosticText.Write(finding))));
        foreach (var form in RunningScript.Kinds)
        {
            using var script = RunningScript.On(form, LiveChains.WithLoader(compiled.Unit), new() { CpuCount = 1 });
            var (verdict, changed) = script.Run(PacketText.Build(packet));
            if (expected == "fault")
            {
                Assert.Equal((form, XdpAction.Aborted), (form, verdict));
                continue;
            }

            var number = expected.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt64(expected, 16)
                : expected[0] == '-' ? unchecked((ulong)long.Parse(expected)) : ulong.Parse(expected);
            Assert.Equal((form, XdpAction.Pass, number), (form, verdict, BinaryPrimitives.ReadUInt64BigEndian(changed)));
        }
    }

    /// <summary>Between 0x8000000000000000 and 0x80000000000000ff numbers would be read as verdicts.</summary>
    /// <param name="depth">How deep chains nest: from five on native code has them within one another.</param>
    /// <param name="number">The number.</param>
    /// <param name="expected">What comes back.</param>
    [Theory]
    [InlineData(1, "0x8000000000000001", 1)]
    [InlineData(6, "0x8000000000000001", 1)]
    [InlineData(6, "0x80000000000000ff", 0xff)]
    [InlineData(1, "0x8000000000000100", 0x8000000000000100)]
    [InlineData(6, "0x8000000000000100", 0x8000000000000100)]
    [InlineData(6, "0xc000000000000001", 0xc000000000000001)]
    public void A_value_is_never_taken_for_a_verdict(int depth, string number, ulong expected)
    {
        var unit = RunningScript.Compile("values.eclat", $"""
            from programs.hike_default import hike_pass
            from loaders.hike_default import ip6_simple_classifier
            kept = hash(u32, u64, 8)
            ip6_simple_classifier[ipv6_simple_classifier_map] = (0: main)

            def main():
                zero = packet.u8[13] & 2
                packet.u64[0] = chain1({number} ^ zero)
                kept[7] = {number} ^ zero
                packet.u64[20] = kept[7]
                hike_pass()

            {string.Concat(Enumerable.Range(1, depth).Select(level => $"def chain{level}(value: u64):\n    return {(level == depth ? "value" : $"chain{level + 1}(value)")}\n\n"))}
            """.Replace("(0: main)", "{ 0: main }", StringComparison.Ordinal));
        var packet = Frames.Udp6(); // 0x86dd: zero is 0, which no compiler knows
        foreach (var form in RunningScript.Kinds)
        {
            using var script = RunningScript.On(form, unit);
            var (verdict, changed) = script.Run(packet);
            Assert.Equal((form, XdpAction.Pass, expected, expected),
                (form, verdict, BinaryPrimitives.ReadUInt64BigEndian(changed), BinaryPrimitives.ReadUInt64BigEndian(changed.AsSpan(20))));
        }
    }
}
