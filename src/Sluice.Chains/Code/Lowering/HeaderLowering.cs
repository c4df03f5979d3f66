using System.Buffers.Binary;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Lowers questions for headers: is the next one of this protocol, and does it lie within the packet?</summary>
sealed class HeaderLowering(LoweredCode code, PacketReach packet)
{
    /// <summary>Bytes of the EtherType, which stands right before the network header.</summary>
    public const int EtherTypeSize = 2;

    const int AnsweredProtocolShift = 16; // PacketLowering.Transport

    PacketFacts Facts => packet.Facts;

    /// <summary>Does a branch ask just what a header test found?</summary>
    public static bool IsTestOf(BranchTerminator branch, int register) => branch.Comparison is Comparison.Equal or Comparison.NotEqual
        && branch.Left == Operand.Of(register) && branch.Right is { IsConstant: true, Constant: 0 or 1 };

    /// <summary>Faults where the header is not there.</summary>
    public void Require(HeaderRequireOperation require)
    {
        if (KnownProtocol(require.Layer) == require.Protocol)
            return;
        Find(require.Layer, require.Protocol, condition => code.Add(new GuardOperation(condition.Comparison, condition.Left, condition.Right, FaultCause.Packet)));
    }

    /// <summary>Puts 1 into a register where the header is there, else 0.</summary>
    public void Test(HeaderTestOperation test)
    {
        if (KnownProtocol(test.Layer) is var known && known >= 0)
        {
            code.Add(new MoveOperation(test.Destination, Operand.Value(known == test.Protocol ? 1 : 0)));
            return;
        }

        // Both ways meet behind the test: only what held before it is known there.
        Prepare(test.Layer);
        var before = Facts.Copy();
        var (yes, no, end) = (code.NewBlock(), code.NewBlock(), code.NewBlock());
        FindOrGo(test, no);
        code.End(new JumpTerminator(yes));
        code.Begin(yes);
        code.Add(new MoveOperation(test.Destination, Operand.Value(1)));
        code.End(new JumpTerminator(end));
        code.Begin(no);
        code.Add(new MoveOperation(test.Destination, Operand.Value(0)));
        code.End(new JumpTerminator(end));
        code.Begin(end);
        packet.Facts = before;
    }

    /// <summary>Ends the block by a test that decides where to go on: the header is known on the one way.</summary>
    /// <returns>The blocks that follow, and what is known there.</returns>
    public IEnumerable<(int Block, PacketFacts Facts)> Branch(HeaderTestOperation test, BranchTerminator branch)
    {
        var isThen = (branch.Comparison == Comparison.NotEqual) == (branch.Right.Constant == 0);
        var (there, absent) = isThen ? (branch.Then, branch.Else) : (branch.Else, branch.Then);
        if (KnownProtocol(test.Layer) is var known && known >= 0)
        {
            var isThere = known == test.Protocol;
            code.Add(new MoveOperation(test.Destination, Operand.Value(isThere ? 1 : 0)));
            var next = isThere ? there : absent;
            code.End(new JumpTerminator(next));
            return [(next, Facts)];
        }

        Prepare(test.Layer);
        var before = Facts.Copy();
        var no = code.NewBlock();
        FindOrGo(test, no);
        code.Add(new MoveOperation(test.Destination, Operand.Value(1)));
        code.End(new JumpTerminator(there));
        code.Begin(no);
        code.Add(new MoveOperation(test.Destination, Operand.Value(0)));
        code.End(new JumpTerminator(absent));
        return [(there, Facts), (absent, before)];
    }

    // Goes on where the header is there, and to another block where it is not.
    void FindOrGo(HeaderTestOperation test, int no) => Find(test.Layer, test.Protocol, condition =>
    {
        var next = code.NewBlock();
        code.End(new BranchTerminator(condition.Comparison, condition.Left, condition.Right, no, next) { Place = code.Place });
        code.Begin(next);
    });

    // What both ways out of a test share is set before it.
    void Prepare(PacketLayer layer)
    {
        packet.Pointer(layer == PacketLayer.Network ? PacketPointer.Shared : PacketPointer.TransportAnswer);
        packet.Pointer(PacketPointer.Start);
        if (packet.IsNative)
            packet.Pointer(PacketPointer.End);
    }

    // Finds a header; each condition that holds means that it is not there.
    void Find(PacketLayer layer, int protocol, Action<Condition> unless)
    {
        if (layer == PacketLayer.Network)
        {
            FindEtherType(protocol, unless);
            Facts.NetworkProtocol = protocol;
        }
        else
        {
            FindTransport(protocol, unless);
            Facts.TransportProtocol = protocol;
        }
    }

    void FindEtherType(int protocol, Action<Condition> unless)
    {
        if (!Facts.Holds(PacketPointer.EtherType))
        {
            var offset = code.Temporary();
            code.Add(new MemoryLoadOperation(offset, packet.Pointer(PacketPointer.Shared), SharedMemory.NetworkOffset, 4));
            var before = code.Temporary();
            code.Add(new BinaryOperation(before, BinaryOperator.Subtract, Operand.Of(offset), Operand.Value(EtherTypeSize)));
            Point(PacketPointer.EtherType, before, PacketPlace.LargestLayer - EtherTypeSize, unless);
        }

        CheckHeader(PacketPointer.EtherType, EtherTypeSize + HeaderSizes.Of(PacketLayer.Network, protocol), unless);
        var found = code.Temporary();
        code.Add(new MemoryLoadOperation(found, code.RegisterOf(PacketPointer.EtherType), 0, EtherTypeSize));
        unless(new(Comparison.NotEqual, Operand.Of(found), Operand.Value(BinaryPrimitives.ReverseEndianness((ushort)protocol))));
    }

    void FindTransport(int protocol, Action<Condition> unless)
    {
        var answer = packet.Pointer(PacketPointer.TransportAnswer);
        var found = code.Temporary();
        code.Add(new BinaryOperation(found, BinaryOperator.ShiftRight, Operand.Of(answer), Operand.Value(AnsweredProtocolShift)));
        unless(new(Comparison.NotEqual, Operand.Of(found), Operand.Value(protocol)));
        if (!Facts.Holds(PacketPointer.Transport))
            Point(PacketPointer.Transport, packet.AnsweredOffset(), PacketPlace.LargestLayer, unless);
        CheckHeader(PacketPointer.Transport, HeaderSizes.Of(PacketLayer.Transport, protocol), unless);
    }

    // Sets a pointer by an offset from the packet's start.
    void Point(PacketPointer kind, int offset, int largest, Action<Condition> unless)
    {
        unless(new(Comparison.Greater, Operand.Of(offset), Operand.Value(largest)));
        code.Add(new BinaryOperation(code.RegisterOf(kind), BinaryOperator.Add, Operand.Of(packet.Pointer(PacketPointer.Start)), Operand.Of(offset)));
        Facts.Learn(kind);
    }

    void CheckHeader(PacketPointer kind, int bytes, Action<Condition> unless)
    {
        if (Facts.Checked(kind) >= bytes)
            return;
        var behind = code.Temporary();
        code.Add(new BinaryOperation(behind, BinaryOperator.Add, Operand.Of(code.RegisterOf(kind)), Operand.Value(bytes)));
        unless(new(Comparison.Greater, Operand.Of(behind), Operand.Of(packet.End())));
        Facts.LearnChecked(kind, bytes);
    }

    int KnownProtocol(PacketLayer layer) => layer == PacketLayer.Network ? Facts.NetworkProtocol : Facts.TransportProtocol;

    readonly record struct Condition(Comparison Comparison, Operand Left, Operand Right);
}
