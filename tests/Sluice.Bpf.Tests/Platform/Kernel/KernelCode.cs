using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Tests.Platform.Kernel;

/// <summary>The few instructions that the questions to the kernel are made of.</summary>
/// <remarks>RFC 9669, sections 4 and 5.</remarks>
static class KernelCode
{
    public static BpfInstruction Exit => Make(0x95);

    public static BpfInstruction Call(int helper) => Make(0x85, immediate: helper);

    /// <summary>register = value</summary>
    public static BpfInstruction Move(byte register, int value) => Make(0xb7, register, immediate: value);

    /// <summary>destination = *(u(8·size) *)(source + offset)</summary>
    public static BpfInstruction Load(byte destination, byte source, int offset, int size) =>
        Make((byte)(0x61 | SizeBits(size)), destination, source, (short)offset);

    /// <summary>*(u(8·size) *)(destination + offset) = source</summary>
    public static BpfInstruction Store(byte destination, int offset, byte source, int size) =>
        Make((byte)(0x63 | SizeBits(size)), destination, source, (short)offset);

    static byte SizeBits(int size) => size switch
    {
        1 => 0x10,
        2 => 0x08,
        4 => 0x00,
        8 => 0x18,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "1, 2, 4 or 8"),
    };

    static BpfInstruction Make(byte opcode, byte destination = 0, byte source = 0, short offset = 0, int immediate = 0) =>
        new(opcode, destination, source, offset, immediate);
}
