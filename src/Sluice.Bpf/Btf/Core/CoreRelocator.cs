using System.Collections.Immutable;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Btf.Core;

/// <summary>
/// Compile once, run everywhere: fits instructions that were compiled against local types to the types of the machine
/// (or of any other collection) they will run with.
/// </summary>
/// <remarks>
/// The relocation kinds are include/uapi/linux/bpf.h's, enum bpf_core_relo_kind; candidates and their relations are
/// libbpf's and the kernel's (<see cref="CoreOutcome"/> says where they refuse a whole object). What cannot be resolved is
/// poisoned: a call of helper 195896080 (0xbad2310), an error only where a program can reach it.
/// </remarks>
public static class CoreRelocator
{
    /// <summary>Relocates the instructions of one function in place.</summary>
    /// <param name="instructions">The function's instructions.</param>
    /// <param name="relocations">Its relocations.</param>
    /// <param name="local">The types of the object that it comes from.</param>
    /// <param name="target">The types to fit to; with null, only questions about local types have an answer.</param>
    /// <param name="modules">Types built upon <paramref name="target"/>, asked where that has none of the name. Walked only then.</param>
    /// <returns>What came of each relocation, in their order.</returns>
    public static ImmutableArray<CoreResult> Apply(Span<BpfInstruction> instructions, IEnumerable<CoreRelocation> relocations,
        BtfTypes local, BtfTypes? target, IEnumerable<BtfTypes>? modules = null)
    {
        var results = ImmutableArray.CreateBuilder<CoreResult>();
        foreach (var relocation in relocations)
        {
            var result = (uint)relocation.Instruction >= (uint)instructions.Length
                ? new(relocation, CoreOutcome.Invalid, relocation.Type.Name)
                {
                    Reason = $"there are {instructions.Length} instructions",
                }
                : Apply(instructions, relocation, local, new(target, modules ?? []));
            results.Add(result);
        }

        return results.DrainToImmutable();
    }

    /// <summary>Is this the call that stands where a relocation could not be resolved?</summary>
    public static bool IsPoisoned(BpfInstruction instruction) => CorePatch.IsPoisoned([instruction], 0);

    static CoreResult Apply(Span<BpfInstruction> instructions, CoreRelocation relocation, BtfTypes local, Targets target)
    {
        var slot = relocation.Instruction;
        if (CoreQuestion.From(relocation, local.IsBigEndian, out var error) is not { } question)
        {
            CorePatch.Poison(instructions, slot);
            return new(relocation, CoreOutcome.Invalid, relocation.Type.Name) { Reason = error };
        }

        var (result, answer) = Ask(question, relocation, target);
        if (!result.IsPoisoned && CorePatch.Apply(instructions, slot, question.Local, answer) is var (reason, isInvalid))
            result = result with { Outcome = isInvalid ? CoreOutcome.Invalid : CoreOutcome.Poisoned, Reason = reason };
        if (result.IsPoisoned)
            CorePatch.Poison(instructions, slot);
        return result;
    }

    static (CoreResult Result, CoreAnswer Answer) Ask(CoreQuestion question, CoreRelocation relocation, Targets target)
    {
        var local = question.Local.Text;
        if (relocation.Kind == CoreRelocationKind.TypeIdLocal)
            return Resolved(question.Local);

        CoreAnswer? found = null;
        foreach (var candidate in Candidates(relocation.Type, target))
        {
            if (question.Answer(candidate) is not { } answer)
                continue;
            found ??= answer;
            if (!answer.AgreesWith(found.Value))
            {
                return Poisoned(CoreOutcome.Ambiguous,
                    $"{found.Value.Text} says {found.Value.Value}, {answer.Text} says {answer.Value}");
            }
        }

        if (found is { Problem: { } problem })
            return Poisoned(CoreOutcome.Poisoned, problem);
        if (found is not null)
            return Resolved(found.Value);
        return question.MayBeAbsent
            ? (new(relocation, CoreOutcome.Absent, local), default)
            : Poisoned(CoreOutcome.Poisoned, Missing(relocation.Type, target));

        (CoreResult, CoreAnswer) Resolved(CoreAnswer answer) =>
            (new(relocation, CoreOutcome.Resolved, local) { Value = answer.Value, Target = answer.Text }, answer);

        (CoreResult, CoreAnswer) Poisoned(CoreOutcome outcome, string reason) =>
            (new(relocation, outcome, local) { Reason = reason }, default);
    }

    // libbpf's rule (bpf_core_find_cands): modules are asked only about what the kernel itself has not.
    static IEnumerable<BtfType> Candidates(BtfType local, Targets target)
    {
        var found = CandidatesIn(target.Kernel, local);
        return found.Length > 0 || target.Kernel is null ? found : target.Modules.SelectMany(module => CandidatesIn(module, local));
    }

    static BtfType[] CandidatesIn(BtfTypes? types, BtfType local) => types is null ? []
        : [.. CoreNames.Find(types, CoreNames.Essential(local.Name)).Where(type => CoreCompatibility.OfKinds(local, type))];

    static string Missing(BtfType local, Targets target)
    {
        var name = $"{BtfKindNames.Of(local)} {CoreNames.Essential(local.Name)}";
        if (target.Kernel is null)
            return $"found no target types, expected some with {name}";
        return Candidates(local, target).Any()
            ? $"found {name} in the target without what is asked for"
            : $"found no {name} in the target";
    }

    readonly record struct Targets(BtfTypes? Kernel, IEnumerable<BtfTypes> Modules);
}
