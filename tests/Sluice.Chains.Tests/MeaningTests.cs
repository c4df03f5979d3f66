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
}
