using System.Globalization;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Bpf.Tests.Platform.Kernel;

namespace Sluice.Bpf.Tests.Platform;

/// <summary>What helpers take: the table against the running kernel, which says what it expected in place of a bare number.</summary>
/// <remarks>
/// To ask about an argument, all before it must be right. Where one of those is a thing that the probe cannot make (a socket,
/// a kernel object), the rest of the signature is not asked about.
/// </remarks>
public sealed class HelperArgumentTests
{
    const int StackSize = 64;
    const byte Saved = 6;
    const byte Frame = 10;

    /// <summary>The kernel's words for what it expected, and the kinds that they stand for.</summary>
    static readonly Dictionary<string, ArgKind[]> s_words = new()
    {
        ["ctx"] = [ArgKind.Context],
        ["map_ptr"] = [ArgKind.Map],
        ["fp"] = [ArgKind.Stack],
        ["fp, dynptr_ptr"] = [ArgKind.Dynptr, ArgKind.NewDynptr],
        ["func"] = [ArgKind.Callback],
        ["sock"] = [ArgKind.Socket],
        ["sock_common, sock, tcp_sock, xdp_sock"] = [ArgKind.SocketCommon],
        ["sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_"] = [ArgKind.AnySocket],
        ["ptr_, trusted_ptr_, rcu_ptr_"] = [ArgKind.Object],
        ["map_value"] = [ArgKind.Timer, ArgKind.ConstantString],
        ["map_value, ptr_"] = [ArgKind.SpinLock, ArgKind.KernelPointerSlot],
        ["ringbuf_mem"] = [ArgKind.RingBufferRecord],
        ["percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_"] = [ArgKind.PerCpuObject],
        ["fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_"] =
        [
            ArgKind.MapKey, ArgKind.MapValue, ArgKind.MapValueOut, ArgKind.ReadMemory, ArgKind.ReadWriteMemory, ArgKind.WriteMemory,
            ArgKind.FixedRead, ArgKind.FixedReadWrite, ArgKind.FixedWrite,
        ],
    };

    static readonly ArgKind[] s_numbers =
        [ArgKind.Any, ArgKind.Scalar, ArgKind.Zero, ArgKind.MemorySize, ArgKind.MemorySizeOrZero, ArgKind.AllocationSize];

    [Fact]
    public void Agree_with_the_running_kernel()
    {
        BpfSyscall.Need(KernelReleases.Described);
        List<string> differences = [];
        HashSet<(int Helper, int Argument)> asked = [];
        Dictionary<MapType, int> maps = [];
        try
        {
            foreach (var program in KernelPrograms.Loadable().DistinctBy(program => program.Type))
            {
                foreach (var helper in Helpers.All.Where(helper => !helper.IsOwn && helper.IsAvailable(program.Type, program.Place)))
                    Ask(program, helper, maps, asked, differences);
            }
        }
        finally
        {
            foreach (var descriptor in maps.Values.Where(descriptor => descriptor > 0))
                BpfSyscall.Drop(descriptor);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Distinct().Take(60)));
        Assert.True(asked.Count > 350, $"asked about {asked.Count} arguments only");
    }

    static void Ask(
        KernelProgram program, Helper helper, Dictionary<MapType, int> maps, HashSet<(int, int)> asked, List<string> differences)
    {
        var arguments = helper.SignatureFor(program.Type).Arguments;
        List<BpfInstruction> code = [.. KernelCode.Add(Saved, 1, 0), .. KernelCode.ClearStack(StackSize)];
        for (var i = 0; i < arguments.Length; i++)
        {
            var register = (byte)(i + 1);
            var log = Call(program, helper, [.. code, KernelCode.Move(register, 77)]);
            if (log.Contains("sleep", StringComparison.OrdinalIgnoreCase) || log.Contains("not allowed in probe", StringComparison.Ordinal)
                || log.Contains("cannot use helper", StringComparison.Ordinal))
                return;
            asked.Add((helper.Id, i));
            var word = Expected(log, register);
            if (word is null ? !s_numbers.Contains(arguments[i].Kind) : !s_words.GetValueOrDefault(word, []).Contains(arguments[i].Kind))
                differences.Add($"{helper} in {program}: argument {register} is {arguments[i]}: the kernel expected '{word ?? "a number"}'");
            if (i > 0 && !Call(program, helper, code).Contains($"R{register} !read_ok", StringComparison.Ordinal))
                differences.Add($"{helper} in {program}: the kernel does not ask for argument {register}, {arguments[i]}");
            if (Make(arguments[i], register, helper, maps) is not { } made)
                return;
            code.AddRange(made);
        }

        if (arguments.Length is > 0 and < 5 && Call(program, helper, code).Contains($"R{arguments.Length + 1} !read_ok", StringComparison.Ordinal))
            differences.Add($"{helper} in {program}: the kernel asks for more than {arguments.Length} arguments");
    }

    static string Call(KernelProgram program, Helper helper, IReadOnlyList<BpfInstruction> code) =>
        BpfSyscall.Load(program, [.. code, KernelCode.Call(helper.Id), KernelCode.Move(0, 0), KernelCode.Exit]).Log;

    static string? Expected(string log, int register)
    {
        var start = log.IndexOf($"R{register.ToString(CultureInfo.InvariantCulture)} type=scalar expected=", StringComparison.Ordinal);
        return start < 0 ? null : log[(log.IndexOf("expected=", start, StringComparison.Ordinal) + 9)..].Split('\n')[0];
    }

    /// <summary>Puts something right into a register; null for what the probe cannot make.</summary>
    static BpfInstruction[]? Make(Arg argument, byte register, Helper helper, Dictionary<MapType, int> maps)
    {
        if (argument.Kind is ArgKind.Map)
            return Open(helper, maps) is > 0 and var descriptor ? KernelCode.Map(register, descriptor) : null;
        if (argument.Kind is ArgKind.Context)
            return KernelCode.Add(register, Saved, 0);
        if (argument.Kind is ArgKind.MemorySize or ArgKind.MemorySizeOrZero or ArgKind.AllocationSize)
            return [KernelCode.Move(register, 8)];
        if (s_numbers.Contains(argument.Kind))
            return [KernelCode.Move(register, 0)];
        if (argument.IsMemory && !argument.Flags.HasFlag(ArgFlags.InMapValue))
            return KernelCode.Add(register, Frame, -StackSize);
        return argument.IsNullable && !argument.IsReleased ? [KernelCode.Move(register, 0)] : null;
    }

    static int Open(Helper helper, Dictionary<MapType, int> maps)
    {
        foreach (var type in helper.Maps)
        {
            if (!maps.TryGetValue(type, out var descriptor) && MapTypeTable.Find(type) is { IsOwn: false } info)
            {
                var entries = info.Entries switch { MapEntryRule.Zero => 0, MapEntryRule.RingBytes => MapRules.PageSize, _ => 1 };
                maps[type] = descriptor = BpfSyscall.OpenMap((int)type, info.Keys.Least, info.Values.Least, entries, (uint)info.RequiredFlags);
            }

            if (descriptor > 0)
                return descriptor;
        }

        return 0;
    }
}
