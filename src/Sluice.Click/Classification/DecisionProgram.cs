using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Click.Classification;

/// <summary>A classifier as a branching program: each step tests one word of the packet and says which step is next.</summary>
/// <remarks>
/// Steps are ordered: a step's targets come after it. A packet that has all bytes that any step may read is matched without a
/// bounds check a step, by compiled code once <see cref="Compile"/> was called; a shorter one step by step, where a test of bytes
/// that it does not have is false. Safe for use by several threads.
/// </remarks>
public sealed unsafe class DecisionProgram
{
    /// <summary>The output of packets that no rule wants.</summary>
    public const int Drop = -1;

    readonly DecisionNode[] _nodes;
    readonly Step[] _steps;
    readonly int _entry;
    volatile CompiledDecision? _compiled;

    internal DecisionProgram(DecisionNode[] nodes, int entry, IReadOnlyList<int> unreachable)
    {
        (_nodes, _entry, Unreachable) = (nodes, entry, unreachable);
        _steps = [.. nodes.Select(Step.Of)];
        SafeLength = Reach(HeaderBase.Start);
        SafeTransportLength = Reach(HeaderBase.Transport);
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<DecisionNode> Nodes => _nodes;

    /// <summary>Where the program starts: the first step, or a negative target when it has none.</summary>
    public int Entry => _entry;

    /// <summary>Rules, counted from 0, that no packet can match.</summary>
    public IReadOnlyList<int> Unreachable { get; }

    /// <summary>Bytes from the start on that a packet must have to be matched without bounds checks.</summary>
    public int SafeLength { get; }

    /// <summary>The same of the transport header.</summary>
    public int SafeTransportLength { get; }

    /// <summary>Has <see cref="Compile"/> been called?</summary>
    public bool IsCompiled => _compiled is not null;

    /// <summary>Makes a program of rules, tried in order.</summary>
    public static DecisionProgram Build(IReadOnlyList<DecisionRule> rules) => DecisionBuilder.Build(rules);

    /// <summary>The output for a packet without a transport header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Match(byte* start, int length) => Match(start, length, null, 0);

    /// <summary>The output for a packet.</summary>
    /// <param name="start">What offsets count from.</param>
    /// <param name="length">Bytes there.</param>
    /// <param name="transport">What offsets into the transport header count from; null where there is none.</param>
    /// <param name="transportLength">Bytes there; 0 or negative for none.</param>
    /// <returns>The output of the first rule that wants the packet, or <see cref="Drop"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Match(byte* start, int length, byte* transport, int transportLength)
    {
        if (length < SafeLength || transportLength < SafeTransportLength)
            return MatchShort(start, length, transport, transportLength);
        var compiled = _compiled;
        return compiled is not null ? compiled(start, transport) : MatchLong(start, transport);
    }

    /// <summary>Compiles the program to machine code. It pays from some thousand packets on: the elements call it then.</summary>
    public void Compile() => _compiled ??= DecisionCompiler.Compile(this);

    /// <summary>The program as Click's <c>program</c> handler shows it: a step a line, then the safe lengths.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (DecisionNode.IsEnd(_entry))
            text.Append($"all->{Target(_entry)}\n");
        for (var i = 0; i < _nodes.Length; i++)
            text.Append($"{i,2}  {_nodes[i].Test}  yes->{Target(_nodes[i].Yes)}  no->{Target(_nodes[i].No)}\n");
        text.Append($"safe length {SafeLength}\n");
        if (SafeTransportLength > 0)
            text.Append($"safe transport length {SafeTransportLength}\n");
        return text.ToString();
    }

    static string Target(int target) => !DecisionNode.IsEnd(target) ? $"step {target}"
        : DecisionNode.OutputOf(target) == Drop ? "[X]" : $"[{DecisionNode.OutputOf(target)}]";

    int MatchLong(byte* start, byte* transport)
    {
        ref var steps = ref MemoryMarshal.GetArrayDataReference(_steps);
        var at = _entry;
        while (at >= 0)
        {
            ref var step = ref Unsafe.Add(ref steps, at);
            var word = Unsafe.ReadUnaligned<uint>((step.Transport ? transport : start) + step.Offset);
            at = step.Passes(word) ? step.Yes : step.No;
        }

        return DecisionNode.OutputOf(at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    int MatchShort(byte* start, int length, byte* transport, int transportLength)
    {
        var at = _entry;
        while (at >= 0)
        {
            ref var step = ref _steps[at];
            var bytes = step.Transport ? transport : start;
            var there = (step.Transport ? transportLength : length) - step.Offset;
            at = there >= step.Needed && step.Passes(ReadPart(bytes + step.Offset, there)) ? step.Yes : step.No;
        }

        return DecisionNode.OutputOf(at);
    }

    static uint ReadPart(byte* word, int there)
    {
        if (there >= DecisionTest.WordSize)
            return Unsafe.ReadUnaligned<uint>(word);
        var part = 0u;
        for (var i = 0; i < there; i++)
            ((byte*)&part)[i] = word[i];
        return part;
    }

    int Reach(HeaderBase header) => _nodes.Where(node => node.Test.Base == header)
        .Select(node => node.Test.Offset + DecisionTest.WordSize).DefaultIfEmpty(0).Max();

    /// <summary>A node as the loops want it: mask and value of an equality in the order of memory.</summary>
    struct Step
    {
        public int Offset;
        public int Yes;
        public int No;
        public uint Mask;
        public uint Value;
        public TestKind Kind;
        public bool Transport;
        public byte Needed;

        public static Step Of(DecisionNode node)
        {
            var test = node.Test;
            return new Step
            {
                Offset = test.Offset,
                Yes = node.Yes,
                No = node.No,
                Kind = test.Kind,
                Mask = InMemory(test.Mask),
                Value = test.Kind == TestKind.Equal ? InMemory(test.Value) : test.Value,
                Transport = test.Base == HeaderBase.Transport,
                Needed = (byte)test.Needed,
            };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Passes(uint word)
        {
            word &= Mask;
            return Kind == TestKind.Equal ? word == Value
                : Kind == TestKind.AtLeast ? InMemory(word) >= Value : InMemory(word) <= Value;
        }

        static uint InMemory(uint word) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }
}
