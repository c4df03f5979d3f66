using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Instructions from the bytes of a section.</summary>
static class InstructionDecoder
{
    /// <summary>The instructions of <paramref name="function"/>.</summary>
    /// <remarks>
    /// RFC 9669 section 3: a big-endian machine swaps the fields' bytes, and the two registers as well.
    /// </remarks>
    /// <exception cref="BpfFormatException">A 64-bit immediate lacks its second slot.</exception>
    public static ImmutableArray<BpfInstruction> Decode(ElfFile file, FunctionExtent function)
    {
        var bytes = file.Bytes(function.Section).Slice(function.Start, function.Length);
        var slots = new BpfInstruction[bytes.Length / BpfInstruction.Size];
        var reader = new ElfReader(bytes, file.IsBigEndian);
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var at = slot * BpfInstruction.Size;
            var registers = file.IsBigEndian ? (byte)(bytes[at + 1] << 4 | bytes[at + 1] >> 4) : bytes[at + 1];
            slots[slot] = new(bytes[at], registers, (short)reader.UInt16(at + 2), (int)reader.UInt32(at + 4));
        }

        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (!slots[slot].IsWide)
                continue;
            if (slot + 1 == slots.Length)
            {
                throw file.Fault(function.Section, (ulong)(function.Start + slot * BpfInstruction.Size),
                    $"half a 64-bit immediate at the end of '{function.Name}'", "its second slot");
            }

            slot++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(slots);
    }
}
