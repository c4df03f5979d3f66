using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Programs that call every helper with arguments of every kind, and write through what they get, only ever end themselves.</summary>
public sealed class HostileProgramTests
{
    const int ProgramsPerSeed = 150;
    const string Callbacks =
        "exit\nwriter:\n*(u64 *)(r2 + 0) = 7\nr0 = 0\nexit\nremover:\nr3 = r2\nr0 = 0\nr2 = r10\nr2 += -8\n*(u64 *)(r2 + 0) = 1\nr1 = map[idx:2]\n"
        + "call bpf_map_delete_elem\nr0 = 0\nexit\nnester:\nr1 = 9\nr2 = subprog[writer]\nr3 = 0\nr4 = 0\ncall bpf_loop\nr0 = 0\nexit";

    static readonly MapSpec s_inner = new("inner", MapType.Array, 4, 8, 4);

    static readonly MapSpec[] s_maps =
    [
        new("array", MapType.Array, 4, 128, 1), new("per_cpu_array", MapType.PerCpuArray, 4, 16, 4), new("hash", MapType.Hash, 8, 24, 8),
        new("per_cpu_hash", MapType.PerCpuHash, 4, 8, 8), new("lru", MapType.LruHash, 4, 8, 8), new("per_cpu_lru", MapType.LruPerCpuHash, 4, 8, 8),
        new("lpm", MapType.LpmTrie, 8, 8, 8) { Flags = MapFlags.NoPrealloc }, new("array_of_maps", MapType.ArrayOfMaps, 4, 4, 2) { Inner = s_inner },
        new("hash_of_maps", MapType.HashOfMaps, 4, 4, 2) { Inner = s_inner }, new("programs", MapType.ProgramArray, 4, 4, 2),
        new("queue", MapType.Queue, 0, 8, 4), new("stack", MapType.Stack, 0, 8, 4), new("bloom", MapType.BloomFilter, 0, 8, 16),
        new("ring", MapType.RingBuffer, 0, 0, 4096), new("perf", MapType.PerfEventArray, 4, 4, 2), new("devices", MapType.DevMap, 4, 4, 4),
        new("device_hash", MapType.DevMapHash, 4, 8, 4), new("cpus", MapType.CpuMap, 4, 4, 4), new("sockets", MapType.XskMap, 4, 4, 4),
        new("timeouts", MapType.TimeoutHash, 4, 8, 8), new("constants", MapType.Array, 4, 16, 1) { Flags = MapFlags.ReadOnlyProgram },
    ];

    static readonly string[] s_sizes = ["0", "1", "4", "7", "8", "14", "16", "64", "65", "513", "4096", "262145", "2147483647", "-1", "-8", "-2147483648"];

    static readonly string[] s_numbers = ["0", "1", "2", "3", "8", "14", "34", "-1", "-14", "255", "256", "65535", "65536", "8388609", "2147483647", "-2147483648"];

    static readonly string[] s_wide = ["0xffffffff ll", "0x100000008 ll", "0x7fffffffffffffff ll", "0x8000000000000000 ll", "0x123456789abcdef0 ll"];

    public static TheoryData<ProgramType, int> Cases => [.. from type in new[] { ProgramType.Xdp, ProgramType.SchedClassifier, ProgramType.SocketFilter, ProgramType.Raw, ProgramType.ClickRewriter }
        from seed in Enumerable.Range(1, 4) select (type, seed)];

    [Theory, MemberData(nameof(Cases))]
    public void End_themselves_at_most(ProgramType type, int seed)
    {
        var random = new Random(seed);
        var helpers = StandardHelpers.Table.Bindings.Select(binding => binding.Helper).OrderBy(helper => helper.Id).ToArray();
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Budget = 300, Seed = 1, Trace = _ => { } });
        var maps = Array.ConvertAll(s_maps, spec => RuntimeMaps.Create(runtime, spec));
        using var inner = RuntimeMaps.Create(runtime, s_inner);
        foreach (var outer in new[] { maps[7], maps[8] })
            Assert.Equal(Errno.None, outer.Update([1, 0, 0, 0], BitConverter.GetBytes(inner.Id)));
        var (loadedCount, refused) = (0, "");
        for (var number = 0; number < ProgramsPerSeed; number++)
        {
            var text = Generate(random, type, helpers);
            var program = Programs.Link(type, Assembler.Assemble(text), [.. s_maps]);
            var packet = new byte[random.Next(type == ProgramType.Raw ? 0 : 14, 200)];
            foreach (var mode in new[] { ExecutionMode.Interpret, ExecutionMode.Sandbox })
            {
                try
                {
                    using var loaded = runtime.Load(program, maps, mode);
                    loadedCount++;
                    for (var run = 0; run < 2; run++)
                        loaded.Run(packet);
                }
                catch (BpfFaultException)
                {
                }
                catch (BpfLoadException error)
                {
                    refused = error.Message;
                }
                catch (Exception error)
                {
                    Assert.Fail($"{type}, seed {seed}, program {number}, {mode}: {error}\n{text}");
                }
            }
        }

        Assert.True(loadedCount > ProgramsPerSeed / 4, $"only {loadedCount} programs could be loaded: {refused}");
        foreach (var map in maps)
            map.Dispose();
    }

    static string Generate(Random random, ProgramType type, Helper[] helpers)
    {
        var text = new StringBuilder("r6 = r1\n");
        text.Append(type switch
        {
            ProgramType.Xdp => "r7 = *(u32 *)(r1 + 0)\n",
            ProgramType.Raw => "r7 = r1\n",
            ProgramType.ClickRewriter => "r7 = *(u64 *)(r1 + 0)\n",
            _ => "r7 = *(u32 *)(r1 + 76)\n",
        });
        text.Append("r8 = r10\nr8 += -96\nr9 = map[idx:0][0] + 0\n");
        for (var at = -128; at < 0; at += 8)
            text.Append($"*(u64 *)(r10 {at:+ 0;- 0}) = {random.Next(4)}\n");
        for (var calls = random.Next(1, 8); calls > 0; calls--)
            Call(text, random, helpers[random.Next(helpers.Length)], type);
        text.Append("r0 = 2\n").Append(Callbacks);
        return text.ToString();
    }

    static void Call(StringBuilder text, Random random, Helper helper, ProgramType type)
    {
        var arguments = helper.SignatureFor(type).Arguments;
        for (var register = 1; register <= 5; register++)
            text.Append($"r{register} = ").Append(register <= arguments.Length ? Argument(random, arguments[register - 1], register) : "0").Append('\n');
        text.Append($"call bpf_{helper.Name}\n");
        switch (random.Next(4))
        {
            case 0:
                text.Append("r8 = r0\n");
                break;
            case 1:
                text.Append($"if r0 == 0 goto +1\n*(u64 *)(r0 + {random.Next(0, 5) * 8}) = -1\n");
                break;
            case 2:
                text.Append($"*(u8 *)(r7 + {random.Next(0, 300)}) = 1\n");
                break;
        }
    }

    static string Argument(Random random, Arg argument, int register)
    {
        if (random.Next(12) == 0)
            return Anything(random, register);
        if (argument.IsMemory)
            return Memory(random, register);
        return argument.Kind switch
        {
            ArgKind.Map => $"map[idx:{random.Next(s_maps.Length)}]",
            ArgKind.Context => "r6",
            ArgKind.Zero => "0",
            ArgKind.Callback => $"subprog[{(random.Next(3) switch { 0 => "writer", 1 => "remover", _ => "nester" })}]",
            ArgKind.SpinLock or ArgKind.Timer or ArgKind.ConstantString => Memory(random, register),
            ArgKind.RingBufferRecord => "r8",
            _ => random.Next(2) == 0 ? s_sizes[random.Next(s_sizes.Length)] : s_numbers[random.Next(s_numbers.Length)],
        };
    }

    static string Memory(Random random, int register) => random.Next(6) switch
    {
        0 => $"r7\nr{register} += {random.Next(-2, 210)}",
        1 => $"r9\nr{register} += {random.Next(0, 129)}",
        2 => "r8",
        3 => $"map[idx:20][0] + {random.Next(0, 16)}",
        _ => $"r10\nr{register} += {-random.Next(0, 129)}",
    };

    static string Anything(Random random, int register) => random.Next(5) switch
    {
        0 => s_wide[random.Next(s_wide.Length)],
        1 => s_numbers[random.Next(s_numbers.Length)],
        2 => "r0",
        3 => "r6",
        _ => Memory(random, register),
    };
}
