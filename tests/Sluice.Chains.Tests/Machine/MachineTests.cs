using System.Buffers.Binary;
using Sluice.Chains.Code;
using Sluice.Chains.Machine;
using Sluice.Chains.Machine.Words;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime;

namespace Sluice.Chains.Tests.Machine;

/// <summary>The VM in C, in both of its forms, in the kernel and in process.</summary>
public sealed class MachineTests
{
    const ulong Aborted = 0, Drop = 1, Pass = 2;

    // Calls of hike_elem_call_1 to _3, and the functions' numbers (VirtualMachine).
    const string DropIt = "r1 = 0; call 4352; exit", PassIt = "r1 = 1; call 4352; exit";

    static readonly byte[] s_packet = new PacketBuilder().Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02")
        .IPv6("2001:db8::1", "2001:db8::2").Udp(1000, 53).Payload(32).ToArray();

    const int Payload = 14 + 40 + 8;

    public static TheoryData<string> Places => ["kernel", "kernel bounded", "in process", "in process bounded"];

    static VirtualMachine Start(string place)
    {
        var machine = place.EndsWith("bounded", StringComparison.Ordinal) ? "vm-bounded" : "vm";
        if (!place.StartsWith("kernel", StringComparison.Ordinal))
            return new(new BpfRuntime(), machine);
        RunningKernel.Need();
        return new(new KernelEngine(), machine);
    }

    static string Code(string text) => text.Replace("; ", "\n", StringComparison.Ordinal);

    static void Load(VirtualMachine machine, params string[] chains) => machine.Load([.. chains.Select(Code)]);

    [Theory, MemberData(nameof(Places))]
    public void Functions_are_called_with_what_they_take(string place)
    {
        using var machine = Start(place);
        Load(machine, DropIt);
        Assert.Equal(Drop, machine.Run(s_packet));
        Load(machine, "r1 = 2; r2 = 0x1_0000_0007 ll; call 4608; if r0 != 0 goto +2; ".Replace("_0", "0", StringComparison.Ordinal) + PassIt + "; exit");
        Assert.Equal(Pass, machine.Run(s_packet));
        Load(machine, "r6 = 40; r7 = 2; r1 = 3; r2 = r6; r2 += r7; r3 = 99; call 4864; " + PassIt);
        Assert.Equal(Pass, machine.Run(s_packet));

        var value = new byte[machine.Live.Maps["map_app_cfg"].ValueBufferSize];
        Assert.Equal(default, machine.Live.Maps["map_app_cfg"].Lookup(BitConverter.GetBytes(42), value));
        Assert.Equal(99, BitConverter.ToInt32(value));
        var counted = new byte[machine.Live.Maps["map_pcpu_mon"].ValueBufferSize];
        Assert.Equal(default, machine.Live.Maps["map_pcpu_mon"].Lookup(BitConverter.GetBytes(7), counted)); // cut to the argument's 32 bits
        Assert.Equal((2ul, 1ul), (machine.Counter(257, 0), machine.Counter(258, 0)));
        Assert.Equal((3ul, 1ul, 2ul), (machine.Counter(1, 0), machine.Counter(1, ChainCounters.Verdicts + 8), machine.Counter(1, ChainCounters.Verdicts + 16)));
    }

    [Theory, MemberData(nameof(Places))]
    public void Faults_are_counted_with_their_causes(string place)
    {
        using var machine = Start(place);
        (string Code, FaultCause Cause)[] cases =
        [
            ("r0 = 0; exit", FaultCause.NoVerdict),
            ("r6 = 0x01000008; r7 = *(u8 *)(r6 + 2000); r0 = 0; exit", FaultCause.Packet),
            ("r6 = 0x01000001; r7 = *(u8 *)(r6 + 0); r0 = 0; exit", FaultCause.Packet),
            ("r6 = 0x01000008; *(u8 *)(r6 + 94) = 1; r0 = 0; exit", FaultCause.Packet),
            ("r6 = 0x01000008; r7 = *(u16 *)(r6 + 93); r0 = 0; exit", FaultCause.Packet),
            ("r6 = 0; r7 = *(u8 *)(r6 + 0); r0 = 0; exit", FaultCause.Memory),
            ("r6 = 0x02000000; *(u64 *)(r6 + 0) = r6; r0 = 0; exit", FaultCause.Memory),
            ("r7 = *(u8 *)(r10 + 0); r0 = 0; exit", FaultCause.Memory),
            ("r7 = *(u64 *)(r10 - 136); r0 = 0; exit", FaultCause.Memory),
            ("r6 = 0x03000000; r7 = *(u32 *)(r6 + 4093); r0 = 0; exit", FaultCause.Memory),
            ("r0 = 0; if r0 == 0 goto -1; exit", FaultCause.Budget),
            ("r1 = 0x40000001; call 4352; exit", FaultCause.Nesting),
        ];
        var faults = new ulong[Enum.GetValues<FaultCause>().Length];
        foreach (var (code, cause) in cases)
        {
            Load(machine, code);
            Assert.Equal(Aborted, machine.Run(s_packet));
            faults[(int)cause]++;
            Assert.Equal(faults, Enum.GetValues<FaultCause>().Select(each => machine.Counter(1, ChainCounters.Faults + 8 * (int)each)));
        }

        Load(machine);
        Assert.Equal(Aborted, machine.Run(s_packet));
        Assert.Equal(1ul, machine.Counter(1, ChainCounters.Faults + 8 * (int)FaultCause.UnknownChain));
    }

    [Theory, MemberData(nameof(Places))]
    public void The_last_byte_is_read_and_written(string place)
    {
        using var machine = Start(place);
        Load(machine, "r6 = 0x01000000; r7 = *(u64 *)(r6 + 0); r7 += r6; r8 = *(u8 *)(r7 + 7); r8 += 7; *(u8 *)(r7 + 7) = r8; " + PassIt);

        var result = machine.Program.Run(s_packet);

        Assert.Equal(Pass, result.ReturnValue);
        Assert.Equal(s_packet[^1] + 7, result.Packet[^1]);
    }

    [Theory, MemberData(nameof(Places))]
    public void Sixteen_chains_nest_and_give_values_back(string place)
    {
        using var machine = Start(place);
        var chains = Enumerable.Range(1, 15).Select(number => $"r6 = r2; r2 += 1; r1 = {0x4000_0001 + number}; call 4608; r0 += r6; exit").ToArray();
        // The innermost returns its argument; each adds its own: 1 + 2 + … + 15.
        chains[0] = $"r2 = 1; r1 = {0x4000_0002}; call 4608; if r0 != 120 goto +2; " + PassIt + "; " + DropIt;
        Load(machine, [.. chains, "r0 = r2; exit"]);
        Assert.Equal(Pass, machine.Run(s_packet));
        Assert.Equal(1ul, machine.Counter(16, 0));
    }

    [Theory, MemberData(nameof(Places))]
    public void Frames_are_clean(string place)
    {
        using var machine = Start(place);
        Load(machine, "r6 = 77; *(u64 *)(r10 - 8) = r6; *(u64 *)(r10 - 128) = r6; r1 = 0x03000100; *(u64 *)(r1 + 0) = r6; " + PassIt);
        Assert.Equal(Pass, machine.Run(s_packet));
        Load(machine, "r6 = *(u64 *)(r10 - 8); r7 = *(u64 *)(r10 - 128); r6 |= r7; r1 = 0x03000100; r7 = *(u64 *)(r1 + 0); r6 |= r7; if r6 == 0 goto +3; "
            + DropIt + "; " + PassIt);
        for (var packet = 0; packet < 2 * Environment.ProcessorCount; packet++)
            Assert.Equal(Pass, machine.Run(s_packet));
    }

    [Theory, MemberData(nameof(Places))]
    public void Instructions_do_what_eBPF_does(string place)
    {
        using var machine = Start(place);
        using var runtime = new BpfRuntime();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var text = RandomCode.Generate(random);
            using var native = runtime.Load(RandomCode.AsProgram(text));
            var expected = native.Programs.Values.Single().Run(s_packet).ReturnValue;
            machine.Load($"{text}r6 = 0x01000008\n*(u64 *)(r6 + {Payload}) = r0\n{Code(PassIt)}");
            var result = machine.Program.Run(s_packet);
            Assert.True(result.ReturnValue == Pass && expected == BinaryPrimitives.ReadUInt64LittleEndian(result.Packet[Payload..]),
                $"seed {seed}, round {round}: found {BinaryPrimitives.ReadUInt64LittleEndian(result.Packet[Payload..]):x}, expected {expected:x}\n{text}");
        }
    }

    [Fact]
    public void Chains_are_replaced_without_using_up_words()
    {
        using var machine = Start("in process");
        var body = string.Concat(Enumerable.Repeat("r6 += r7; r6 *= 3; ", 500));
        for (var round = 0; round < 200; round++)
        {
            Load(machine, $"r6 = 1; r7 = 2; {body}r7 = r6; {(round % 2 == 0 ? PassIt : DropIt)}");
            Assert.Equal(round % 2 == 0 ? Pass : Drop, machine.Run(s_packet));
        }

        var table = new ChainTable(machine.Live.Maps[MachineLayout.ChainMap], machine.Live.Maps[MachineLayout.CodeMap], () => { });
        Assert.InRange(table.WordsUsed, 1000, 1010);
        table.Replace([VirtualMachine.Compile(1, Code(DropIt))]);
        Assert.Equal(Drop, machine.Run(s_packet));
        Assert.InRange(table.WordsUsed, 1, 4);
    }

    [Theory]
    [InlineData("r0 = r6; exit", "chain chain1, instruction 0: found r6 read, expected it written on every way there")]
    [InlineData("r1 = 0; call 4352; r0 = r1; r2 = r3; r2 = r9; exit", "instruction 4: found r9 read")]
    [InlineData("w0 = 1; exit", "found opcode 0xb4, expected an instruction of the machine")]
    [InlineData("r0 = 0; if w0 == 0 goto +0; exit", "found opcode 0x16")]
    [InlineData("r0 = 0; call 1; exit", "instruction 1: found opcode 0x85")]
    [InlineData("r0 = 0; goto +5; exit", "found a jump to 7, expected one to an instruction of the chain")]
    [InlineData("r0 = 0; goto -3; exit", "found a jump to -1")]
    [InlineData("r0 = 0", "found the chain's end, expected an exit before it")]
    [InlineData("r10 = 0; exit", "found a write to r10")]
    [InlineData("r1 = 7; call 4352; exit", "found a call of function 7, expected a function that exists")]
    [InlineData("r1 = r2; call 4352; exit", "found a call of a computed element, expected r1 set to a constant right before")]
    public void Refuses_what_it_cannot_run(string code, string message)
    {
        var error = Assert.Throws<WordCodeException>(() => VirtualMachine.Compile(1, Code(code)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
