using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>Puts other code in the place of some of a function's instructions.</summary>
public static class CodeSplice
{
    /// <summary>The function with fragments in the place of instructions; all jumps lead where they led.</summary>
    /// <param name="function">The function.</param>
    /// <param name="fragments">What replaces instructions of one slot, by slot, with all that they named. A jump to such an
    /// instruction leads to the fragment's first.</param>
    /// <exception cref="OverflowException">A jump would go further than its 16 bits.</exception>
    public static FunctionSpec Replace(FunctionSpec function, IReadOnlyDictionary<int, CodeFragment> fragments)
    {
        if (fragments.Count == 0)
            return function;
        var places = new int[function.Instructions.Length + 1];
        for (var slot = 0; slot < function.Instructions.Length; slot++)
            places[slot + 1] = places[slot] + (fragments.TryGetValue(slot, out var fragment) ? fragment.Code.Count : 1);
        var code = ImmutableArray.CreateBuilder<BpfInstruction>(places[^1]);
        for (var slot = 0; slot < function.Instructions.Length; slot++)
        {
            if (fragments.TryGetValue(slot, out var fragment))
                code.AddRange(fragment.Code);
            else
                code.Add(Moved(function.Instructions[slot], slot, places));
        }

        return function with
        {
            Instructions = code.MoveToImmutable(),
            Relocations = [.. Merge(function.Relocations, part => part.Relocations, relocation => relocation.Instruction,
                (relocation, slot) => relocation with { Instruction = slot })],
            CoreRelocations = [.. Merge(function.CoreRelocations, part => part.CoreRelocations, relocation => relocation.Instruction,
                (relocation, slot) => relocation with { Instruction = slot })],
            Lines = Lines(),
        };

        IEnumerable<T> Merge<T>(ImmutableArray<T> own, Func<CodeFragment, List<T>> of, Func<T, int> slotOf, Func<T, int, T> at) =>
            own.Where(entry => !fragments.ContainsKey(slotOf(entry))).Select(entry => at(entry, places[slotOf(entry)]))
                .Concat(fragments.SelectMany(part => of(part.Value).Select(entry => at(entry, slotOf(entry) + places[part.Key]))))
                .OrderBy(slotOf);

        // A line covers what follows it: behind a fragment that has lines of its own, the one before goes on.
        ImmutableArray<SourceLine> Lines()
        {
            var lines = new SortedDictionary<int, SourceLine>();
            foreach (var line in function.Lines)
                lines[places[line.Instruction]] = line;
            foreach (var (slot, fragment) in fragments.Where(part => part.Value.Lines.Count > 0).OrderBy(part => part.Key))
            {
                if (places[slot + 1] < places[^1] && function.Lines.LastOrDefault(line => line.Instruction <= slot) is { Text: not null } around)
                    lines.TryAdd(places[slot + 1], around);
                foreach (var line in fragment.Lines)
                    lines[line.Instruction + places[slot]] = line;
            }

            return [.. lines.Select(line => line.Value with { Instruction = line.Key })];
        }
    }

    static BpfInstruction Moved(BpfInstruction instruction, int slot, int[] places)
    {
        if (InstructionSet.Find(instruction) is not { IsJump: true } form)
            return instruction;
        var distance = form.IsLongJump ? instruction.Immediate : instruction.Offset;
        var moved = places[slot + 1 + distance] - places[slot] - 1;
        return form.IsLongJump ? instruction.WithImmediate(moved) : instruction.WithOffset(checked((short)moved));
    }
}
