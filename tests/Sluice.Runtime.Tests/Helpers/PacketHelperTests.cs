using Sluice.Bpf.Assembly;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Tests.Execution;

namespace Sluice.Runtime.Tests.Helpers;

/// <summary>Every case of testdata/helpers gives the same verdict and bytes in each mode and in the kernel.</summary>
public sealed class PacketHelperTests
{
    static readonly string s_file = Path.Combine(AppContext.BaseDirectory, "testdata", "helpers", "packets.txt");

    static readonly Dictionary<int, PacketCase> s_cases = PacketCase.Read(s_file).ToDictionary(one => one.Line);

    public static TheoryData<int, string> Cases => [.. s_cases.Values.Select(one => (one.Line, one.Name))];

    [Theory, MemberData(nameof(Cases))]
    public void Engine_answers_as_Linux(int line, string name)
    {
        var expected = s_cases[line];
        var instructions = Assembler.Assemble(expected.Text, name);
        foreach (var mode in Enum.GetValues<ExecutionMode>())
        {
            using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
            using var program = runtime.Load(Programs.Link(expected.Type, instructions));
            var result = program.Run(expected.Packet);
            Assert.True(expected.Result == (uint)result.ReturnValue, $"{mode}: 0x{(uint)result.ReturnValue:x}, Linux 0x{expected.Result:x}");
            byte[] packet = [.. result.Metadata, .. result.Packet];
            Assert.True(packet.AsSpan().SequenceEqual(expected.Output),
                $"{mode}:\n  {Convert.ToHexStringLower(packet)}, Linux\n  {Convert.ToHexStringLower(expected.Output)}");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Linux_answers_so_here(int line, string name)
    {
        var expected = s_cases[line];
        using var program = new KernelProgram(expected.Type, Assembler.Assemble(expected.Text, name));
        var (result, packet) = program.Run(expected.Packet);
        Assert.Equal(expected.Result, result);
        Assert.Equal(Convert.ToHexStringLower(expected.Output), Convert.ToHexStringLower(packet));
    }
}
