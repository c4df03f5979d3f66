using Sluice.Verifier.States;

namespace Sluice.Verifier.Inspection;

/// <summary>What was proved of a program's state before each of its instructions.</summary>
/// <remarks>An instruction has several states where paths were told apart; whenever control reaches it, one of them holds.</remarks>
public sealed class ProgramStates
{
    const int MaxStates = 200_000, Compared = 8;

    readonly List<AbstractState>?[] _states;
    readonly StateOrder _order = new();

    // By slot, the state that held last: a run takes them in the order in which the analysis found them.
    readonly int[] _likely;
    int _count;

    internal ProgramStates(int slots) => (_states, _likely) = (new List<AbstractState>?[slots], new int[slots]);

    /// <summary>Are they all here? A program of very many states keeps only the first.</summary>
    public bool IsComplete => _count < MaxStates;

    /// <summary>How many states an instruction has; 0 if it was not reached.</summary>
    public int CountAt(int slot) => _states[slot]?.Count ?? 0;

    /// <summary>The states before an instruction as text, a list of parts each: <c>r1 = context</c>, <c>[r10-8] = 0..31</c>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Describe(int slot) => [.. At(slot).Select(StateText.Parts)];

    /// <summary>What of a machine that stands before an instruction was not proved; null if a state holds. For one thread.</summary>
    public string? FindViolation(int slot, IConcreteMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        if (!IsComplete)
            return null;
        var states = At(slot);
        string? best = null;
        var most = -1;
        for (var count = 0; count < states.Count; count++)
        {
            var index = (_likely[slot] + count) % states.Count;
            var (violation, held) = Containment.Check(states[index], machine);
            if (violation is null)
            {
                _likely[slot] = index;
                return null;
            }

            if (held > most)
                (best, most) = (violation, held); // The nearest miss says the most.
        }

        return best ?? "reached, though no path was found that leads there";
    }

    internal void Add(int slot, AbstractState state)
    {
        var states = _states[slot] ??= [];
        for (var index = states.Count - 1; index >= 0 && index >= states.Count - Compared; index--)
        {
            if (_order.IsWithin(state, states[index]))
                return;
        }

        if (IsComplete)
        {
            var copy = new AbstractState(new());
            copy.CopyFrom(state);
            states.Add(copy);
            _count++;
        }
    }

    List<AbstractState> At(int slot) => _states[slot] ?? [];
}
