using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Tests.Platform.Kernel;

/// <summary>bpf(2), as far as the tests ask the running kernel whether our tables are right.</summary>
/// <remarks>By the system call itself and not by Sluice.Kernel, which relies on these tables. include/uapi/linux/bpf.h, union bpf_attr.
/// x86-64 and arm64 number the system call differently.</remarks>
static partial class BpfSyscall
{
    const int MapCreate = 0;
    const int ProgramLoad = 5;
    const int LogSize = 1 << 16;
    const uint Sleepable = 1 << 4;

    static readonly nint s_number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 280 : 321;
    static readonly Lazy<string?> s_refusal = new(FindRefusal);

    /// <summary>Skips the test where programs cannot be loaded, or where the kernel is older than the tables describe.</summary>
    public static void Need(Version? release = null)
    {
        if (s_refusal.Value is { } reason)
            Assert.Skip(reason);
        if (release is not null && Release < release)
            Assert.Skip($"the running kernel is {Release}, the tables describe {release}");
    }

    /// <summary>The running kernel's release.</summary>
    public static Version Release { get; } = OperatingSystem.IsLinux()
        ? new(Environment.OSVersion.Version.Major, Environment.OSVersion.Version.Minor)
        : new(0, 0);

    /// <summary>Loads a program and unloads it at once.</summary>
    /// <returns>0 or the error, and what the kernel's verifier said.</returns>
    public static (int Error, string Log) Load(KernelProgram program, params ReadOnlySpan<BpfInstruction> instructions) =>
        Load(program, logLevel: 1, instructions);

    /// <summary>As <see cref="Load(KernelProgram, ReadOnlySpan{BpfInstruction})"/>, with every register in what it says.</summary>
    public static (int Error, string Log) Explain(KernelProgram program, params ReadOnlySpan<BpfInstruction> instructions) =>
        Load(program, logLevel: 2, instructions);

    static unsafe (int Error, string Log) Load(KernelProgram program, uint logLevel, ReadOnlySpan<BpfInstruction> instructions)
    {
        var log = new byte[LogSize];
        Span<byte> attributes = stackalloc byte[160];
        attributes.Clear();
        fixed (BpfInstruction* code = instructions)
        fixed (byte* logAddress = log, licence = "GPL\0"u8)
        {
            Put(attributes, 0, (uint)program.Type);
            Put(attributes, 4, (uint)instructions.Length);
            Put(attributes, 8, (ulong)code);
            Put(attributes, 16, (ulong)licence);
            Put(attributes, 24, logLevel);
            Put(attributes, 28, LogSize);
            Put(attributes, 32, (ulong)logAddress);
            Put(attributes, 44, program.IsSleepable ? Sleepable : 0);
            Put(attributes, 68, (uint)(program.Place ?? 0));
            Put(attributes, 108, (uint)program.TargetTypeId);
            var descriptor = Call(ProgramLoad, attributes);
            if (descriptor >= 0)
                Drop(descriptor);
            return (Math.Max(0, -descriptor), Encoding.UTF8.GetString(log, 0, Math.Max(0, Array.IndexOf(log, (byte)0))));
        }
    }

    /// <summary>Creates a map and drops it at once.</summary>
    /// <returns>0 or the error.</returns>
    public static int CreateMap(int type, int keySize, int valueSize, int maxEntries, uint flags, ulong extra)
    {
        var descriptor = OpenMap(type, keySize, valueSize, maxEntries, flags, extra);
        if (descriptor < 0)
            return -descriptor;
        Drop(descriptor);
        return 0;
    }

    /// <summary>Creates a map, which lives until <see cref="Drop"/>.</summary>
    /// <returns>Its descriptor, or the negated error.</returns>
    public static int OpenMap(int type, int keySize, int valueSize, int maxEntries, uint flags, ulong extra = 0)
    {
        Span<byte> attributes = stackalloc byte[72];
        attributes.Clear();
        Put(attributes, 0, (uint)type);
        Put(attributes, 4, (uint)keySize);
        Put(attributes, 8, (uint)valueSize);
        Put(attributes, 12, (uint)maxEntries);
        Put(attributes, 16, flags);
        Put(attributes, 64, extra);
        return Call(MapCreate, attributes);
    }

    /// <summary>Closes a descriptor.</summary>
    public static void Drop(int descriptor) => _ = Close(descriptor);

    static unsafe int Call(int command, Span<byte> attributes)
    {
        fixed (byte* address = attributes)
        {
            var descriptor = System(s_number, command, (nint)address, attributes.Length);
            return descriptor < 0 ? -Marshal.GetLastPInvokeError() : (int)descriptor;
        }
    }

    static string? FindRefusal()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
            return "there is no bpf(2) here";
        var (error, _) = Load(new(Bpf.Platform.ProgramType.SocketFilter), KernelCode.Move(0, 0), KernelCode.Exit);
        return error == 0 ? null : $"bpf(2) answers with error {error}; it takes CAP_BPF";
    }

    static void Put(Span<byte> attributes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(attributes[offset..], value);

    static void Put(Span<byte> attributes, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(attributes[offset..], value);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint System(nint number, nint command, nint attributes, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
