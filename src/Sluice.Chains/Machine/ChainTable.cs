using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Machine;

/// <summary>The chains of a running VM: puts them in and replaces them while packets run.</summary>
/// <remarks>
/// Chains that belong together get new words, in which they call each other directly; then one number in the table changes
/// for each that loaders start. A packet executes either the old chains or the new ones to its end. Words of the old are
/// used again only when all packets that ran them are done. One writer at a time.
/// </remarks>
public sealed class ChainTable : IDisposable
{
    // Word 0 stays empty: a chain's place is never 0.
    const int FirstWord = 1;

    readonly IBpfMap _chains;
    readonly TableMemory _code;
    readonly Action _awaitPackets;
    readonly int[] _places = new int[MachineLayout.Chains];
    readonly List<(int Start, int Length)> _used = [], _retired = [];

    /// <summary>Opens the table of a VM, with the chains that are in it.</summary>
    /// <param name="chains">The map <see cref="MachineLayout.ChainMap"/>.</param>
    /// <param name="code">The map <see cref="MachineLayout.CodeMap"/>.</param>
    /// <param name="awaitPackets">Waits until every packet that has begun is done.</param>
    /// <exception cref="BpfMapException">The engine refuses.</exception>
    public ChainTable(IBpfMap chains, IBpfMap code, Action awaitPackets)
    {
        (_chains, _awaitPackets) = (chains, awaitPackets);
        using var places = new TableMemory(chains);
        for (var number = 1; number < MachineLayout.Chains; number++)
            _places[number] = MemoryMarshal.Read<int>(places.Value(number));
        _code = new(code);
        Sort(Reached());
    }

    /// <inheritdoc/>
    public void Dispose() => _code.Dispose();

    Span<MachineWord> Words => MemoryMarshal.Cast<byte, MachineWord>(_code.Value(0));

    /// <summary>Words in use.</summary>
    public int WordsUsed => _used.Sum(part => part.Length);

    /// <summary>Puts chains in: they are all that there are then.</summary>
    /// <param name="chains">The chains, which call only each other.</param>
    /// <param name="configure">Is called when the new chains can be started and the old ones still can: time to tell loaders
    /// which to start.</param>
    /// <exception cref="ChainSpaceException">There are not enough words; what ran before runs on.</exception>
    /// <exception cref="BpfMapException">The engine refuses a write.</exception>
    public void Replace(IReadOnlyList<MachineCode> chains, Action? configure = null)
    {
        var length = chains.Sum(chain => chain.Words.Length);
        var start = Find(length);
        var places = new int[MachineLayout.Chains];
        var at = start;
        foreach (var chain in chains)
        {
            places[chain.Chain] = at;
            at += chain.Words.Length;
        }

        foreach (var chain in chains)
            chain.PlaceAt(places[chain.Chain], number => places[number]).AsSpan().CopyTo(Words[places[chain.Chain]..]);
        _code.Write(0);
        Set(places, areLeaving: false);
        configure?.Invoke();
        Set(places, areLeaving: true);
        _retired.AddRange(_used);
        _used.Clear();
        if (length > 0)
            _used.Add((start, length));
    }

    void Set(int[] places, bool areLeaving)
    {
        for (var number = 1; number < places.Length; number++)
        {
            if (places[number] == _places[number] || places[number] == 0 != areLeaving)
                continue;
            BpfMapException.ThrowIfFailed(_chains, "write", _chains.Update(Bytes(ref number), Bytes(ref places[number])));
            _places[number] = places[number];
        }
    }

    // The words that packets to come can execute.
    bool[] Reached()
    {
        var words = Words;
        var reached = new bool[words.Length];
        var pending = new Stack<int>(_places.Where(place => place > 0));
        while (pending.TryPop(out var at))
        {
            if ((uint)at >= (uint)reached.Length || reached[at])
                continue;
            reached[at] = true;
            var word = words[at];
            if (word.IsJump || word.Operation == WordOperation.CallChain)
                pending.Push(word.Then);
            if (word.IsJump)
                pending.Push(word.Other);
            if (!word.IsJump && word.Operation is not (WordOperation.Exit or WordOperation.Fault))
                pending.Push(at + 1);
        }

        return reached;
    }

    // What is written but not reached may be run by packets that began with it.
    void Sort(bool[] reached)
    {
        var words = Words;
        for (var at = FirstWord; at < words.Length;)
        {
            var (start, isUsed) = (at, reached[at]);
            if (!isUsed && words[at] == default)
            {
                var empty = MemoryMarshal.AsBytes(words[at..]).IndexOfAnyExcept((byte)0);
                at = empty < 0 ? words.Length : at + empty / Unsafe.SizeOf<MachineWord>();
                continue;
            }

            while (at < words.Length && reached[at] == isUsed && (isUsed || words[at] != default))
                at++;
            (isUsed ? _used : _retired).Add((start, at - start));
        }
    }

    // Nobody waits unless words run out: only then is it asked whether the retired ones are free.
    int Find(int length)
    {
        if (FindGap(length) is { } gap)
            return gap;
        _awaitPackets();
        foreach (var (start, retired) in _retired)
            Words.Slice(start, retired).Clear();
        _retired.Clear();
        return FindGap(length) ?? throw new ChainSpaceException(length, MachineLayout.Words - FirstWord - WordsUsed);
    }

    int? FindGap(int length)
    {
        var at = FirstWord;
        foreach (var (start, taken) in _used.Concat(_retired).OrderBy(part => part.Start))
        {
            if (start - at >= length)
                return at;
            at = Math.Max(at, start + taken);
        }

        return MachineLayout.Words - at >= length ? at : null;
    }

    static Span<byte> Bytes(ref int number) => MemoryMarshal.AsBytes(new Span<int>(ref number));
}
