using System.Buffers.Binary;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Support;
using Sluice.Runtime;

namespace Sluice.Chains.Tests;

/// <summary>Scripts mean what docs/language.md says: executed, over real packets.</summary>
public sealed class MeaningTests
{
    const int Aborted = 0;
    const int Pass = 2;

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
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var chains = LiveChains.Native(compiled.Unit, runtime);
        var result = chains.Program.Run(PacketText.Build(packet));
        if (expected == "fault")
        {
            Assert.Equal(Aborted, (int)result.ReturnValue);
            return;
        }

        Assert.Equal(Pass, (int)result.ReturnValue);
        var number = expected.StartsWith("0x", StringComparison.Ordinal) ? Convert.ToUInt64(expected, 16)
            : expected[0] == '-' ? unchecked((ulong)long.Parse(expected)) : ulong.Parse(expected);
        Assert.Equal(number, BinaryPrimitives.ReadUInt64BigEndian(result.Packet));
    }
}
