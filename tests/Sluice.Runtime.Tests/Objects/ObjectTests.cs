using System.Buffers.Binary;
using System.Diagnostics;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Rings;

namespace Sluice.Runtime.Tests.Objects;

/// <summary>Objects built for the kernel run in process unmodified, in each mode, with the results that the kernel gave.</summary>
public sealed class ObjectTests
{
    static readonly ObjectCase[] s_cases = [.. ObjectCase.All()];

    public static TheoryData<int, string, string, ExecutionMode> Cases =>
    [
        .. from one in s_cases
           from mode in Enum.GetValues<ExecutionMode>()
           select (one.Line, one.Compiler, one.Program, mode),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Object_gives_what_the_kernel_gave(int line, string compiler, string program, ExecutionMode mode)
    {
        var one = Array.Find(s_cases, one => one.Line == line && one.Compiler == compiler)!;
        var printed = new List<string>();
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode, Trace = printed.Add });
        using var loaded = runtime.Load(BpfObject.Load(one.Path));
        Assert.Equal(one.Result, (int)loaded.Programs[program].Run(Packet(one.Length)).ReturnValue);
        foreach (var (name, value) in one.Variables)
            Assert.Equal(value, Read(loaded, name));
        Assert.Equal(program == "prints" ? 2 : 0, printed.Count);
    }

    [Theory, InlineData(ExecutionMode.Interpret), InlineData(ExecutionMode.Sandbox), InlineData(ExecutionMode.Compiled)]
    public void Globals_keep_their_values_from_run_to_run(ExecutionMode mode)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
        using var loaded = runtime.Load(BpfObject.Load(Find("globals")).With("limit", 150u));
        var program = loaded.Programs["use_globals"];
        foreach (var (length, verdict) in new[] { (60, 2UL), (100, 2UL), (200, 1UL) })
            Assert.Equal(verdict, program.Run(Packet(length)).ReturnValue);
        Assert.Equal("3", Read(loaded, "packets"));
    }

    [Theory, InlineData(ExecutionMode.Interpret), InlineData(ExecutionMode.Sandbox), InlineData(ExecutionMode.Compiled)]
    public void Timer_fires_and_starts_itself_again(ExecutionMode mode)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 2, Mode = mode, Faults = fault => Assert.Fail(fault.Message) });
        using var loaded = runtime.Load(BpfObject.Load(Find("callbacks")));
        Assert.Equal(0UL, loaded.Programs["timer"].Run(Packet(100)).ReturnValue);

        var value = new byte[loaded.Maps["timed"].ValueBufferSize];
        var patience = Stopwatch.StartNew();
        do
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "the timer fired fewer than three times in 30 s");
            Thread.Yield();
            Assert.Equal(Bpf.Platform.Errno.None, loaded.Maps["timed"].Lookup(new byte[4], value));
        }
        while (BinaryPrimitives.ReadUInt64LittleEndian(value) < 3);
    }

    [Fact]
    public void Ring_buffer_holds_what_was_submitted_and_not_what_was_discarded()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var loaded = runtime.Load(BpfObject.Load(Find("callbacks")));
        using var events = new RingBufferReader(loaded.Maps["events"]);
        foreach (var length in new[] { 60, 100, 63, 64 })
            loaded.Programs["ring"].Run(Packet(length), new RunContext { RxQueue = 7 });

        var seen = new List<(uint Length, uint Queue)>();
        events.Drain(record => seen.Add((BinaryPrimitives.ReadUInt32LittleEndian(record), BinaryPrimitives.ReadUInt32LittleEndian(record[4..]))));
        Assert.Equal([(100, 7), (64, 7)], seen);
    }

    static string Find(string name) => s_cases.First(one => one.Object == "callbacks").Path.Replace("callbacks", name, StringComparison.Ordinal);

    static byte[] Packet(int length)
    {
        var packet = new byte[length];
        packet[12] = 8; // EtherType IPv4
        return packet;
    }

    static string Read(RuntimeCollection loaded, string name)
    {
        var variable = loaded.Spec.FindVariable(name)!;
        var map = loaded.Maps[variable.Map];
        var data = new byte[map.ValueBufferSize];
        Assert.Equal(Bpf.Platform.Errno.None, map.Lookup(new byte[4], data));
        return new BtfValueFormatter(variable.Type).Format(data.AsSpan(variable.Offset, variable.Size));
    }
}
