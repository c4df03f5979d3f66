using Sluice.Bpf.Assembly;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Tests.Execution;

public sealed class ExecutionVectorTests
{
    static readonly BpfRuntime s_runtime = new(new() { CpuCount = 2 });

    static readonly Dictionary<string, ExecutionVector> s_vectors = ExecutionVector.ReadAll().ToDictionary(vector => vector.ToString());

    public static TheoryData<string> Names => new(s_vectors.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Every_mode_gives_the_result(string name)
    {
        var vector = s_vectors[name];
        var program = Programs.Raw(Assembler.Assemble(vector.Program, vector.File));
        foreach (var mode in Enum.GetValues<ExecutionMode>())
        {
            using var loaded = s_runtime.Load(program, mode: mode);
            var result = loaded.Run(vector.Memory).ReturnValue;
            Assert.True(vector.Result == result, $"{mode}: 0x{result:x}, expected 0x{vector.Result:x}");
        }
    }

    [Fact]
    public void There_are_vectors() => Assert.True(s_vectors.Count > 500, $"{s_vectors.Count} vectors");
}
