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

    /// <summary>destination = source + value</summary>
    public static BpfInstruction[] Add(byte destination, byte source, int value) =>
        [Make(0xbf, destination, source), Make(0x07, destination, immediate: value)];

    /// <summary>register = the map of this descriptor</summary>
    public static BpfInstruction[] Map(byte register, int descriptor) => [Make(0x18, register, 1, immediate: descriptor), Make(0)];

    /// <summary>Fills so many bytes below the frame pointer with zeros.</summary>
    public static BpfInstruction[] ClearStack(int size) =>
        [.. Enumerable.Range(1, size / 8).Select(i => Make(0x7a, 10, offset: (short)(-8 * i)))];

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
