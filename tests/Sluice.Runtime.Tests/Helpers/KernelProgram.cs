using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Tests.Helpers;

/// <summary>A program in the running kernel, for test runs (BPF_PROG_TEST_RUN): the model that helpers are compared with.</summary>
sealed unsafe partial class KernelProgram : IDisposable
{
    const int Load = 5, TestRun = 10, AttributeSize = 128, LogSize = 1 << 16, OutputSize = 1 << 17;

    readonly int _descriptor;

    /// <summary>Loads it; skips the test where that is not permitted.</summary>
    public KernelProgram(ProgramType type, ImmutableArray<BpfInstruction> instructions)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("there is no Linux kernel here to compare helpers with");
        var log = new byte[LogSize];
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        fixed (BpfInstruction* code = instructions.AsSpan())
        fixed (byte* logBytes = log, licence = "GPL\0"u8)
        {
            Put(attribute, 0, (int)type);
            Put(attribute, 4, instructions.Length);
            Put(attribute, 8, code);
            Put(attribute, 16, licence);
            Put(attribute, 24, 1);
            Put(attribute, 28, LogSize);
            Put(attribute, 32, logBytes);
            _descriptor = Call(Load, attribute);
        }

        if (_descriptor < 0 && (Errno)Marshal.GetLastPInvokeError() == Errno.NotPermitted)
            Assert.Skip("bpf(2) is not permitted here: run as root to compare helpers with the kernel's");
        Assert.True(_descriptor >= 0, Encoding.UTF8.GetString(log).TrimEnd('\0'));
    }

    /// <summary>Runs it once.</summary>
    public (uint Result, byte[] Packet) Run(byte[] packet)
    {
        var output = new byte[OutputSize];
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        fixed (byte* input = packet, result = output)
        {
            Put(attribute, 0, _descriptor);
            Put(attribute, 8, packet.Length);
            Put(attribute, 12, OutputSize);
            Put(attribute, 16, input);
            Put(attribute, 24, result);
            Assert.Equal(0, Call(TestRun, attribute));
        }

        return (BinaryPrimitives.ReadUInt32LittleEndian(attribute[4..]), output[..BinaryPrimitives.ReadInt32LittleEndian(attribute[12..])]);
    }

    public void Dispose() => _ = Close(_descriptor);

    static void Put(Span<byte> attribute, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(attribute[offset..], value);

    static void Put(Span<byte> attribute, int offset, void* address) =>
        BinaryPrimitives.WriteUInt64LittleEndian(attribute[offset..], (ulong)address);

    static int Call(int command, Span<byte> attribute)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;
        fixed (byte* bytes = attribute)
            return (int)SystemCall(number, command, bytes, attribute.Length);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint command, byte* attribute, nint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
