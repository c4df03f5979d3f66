using System.Collections.Immutable;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Instructions from the bytes of a section.</summary>
static class InstructionDecoder
{
    /// <summary>The instructions of <paramref name="function"/>, whose length is known to be whole.</summary>
    /// <exception cref="BpfFormatException">A 64-bit immediate lacks its second slot.</exception>
    public static ImmutableArray<BpfInstruction> Decode(ElfFile file, FunctionExtent function)
    {
        var bytes = file.Bytes(function.Section).Slice(function.Start, function.Length);
        var instructions = InstructionCodec.Decode(bytes, file.Name, file.IsBigEndian);
        for (var slot = 0; slot < instructions.Length; slot++)
        {
            if (!instructions[slot].IsWide)
                continue;
            if (slot + 1 == instructions.Length)
            {
                throw file.Fault(function.Section, (ulong)(function.Start + slot * BpfInstruction.Size),
                    $"half a 64-bit immediate at the end of '{function.Name}'", "its second slot");
            }

            slot++;
        }

        return instructions;
    }
}
