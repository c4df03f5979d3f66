using System.Runtime.CompilerServices;
using Sluice.Click.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Elements.Programs;

/// <summary>Packets that a program lets pass, unchanged or changed, or drops: what BPFFilter and BPFRewriter run over.</summary>
/// <param name="batch">The packets.</param>
/// <param name="verdicts">What the program's results mean.</param>
/// <param name="owner">Takes what goes wrong.</param>
unsafe ref struct FilterBatch(PacketBatch batch, ReadOnlySpan<Verdict> verdicts, ProgramElement owner) : IPacketBatch
{
    readonly ReadOnlySpan<Verdict> _verdicts = verdicts;
    Packet _packet;
    Packet _next = batch.First;
    Packet _first, _last;
    PacketBatch _dropped;
    int _passed;
    bool _hasGap;
    long _moved;

    /// <summary>What passed, in order.</summary>
    public readonly PacketBatch Passed => _passed == 0 ? default : new PacketBatch(_first, _last, _passed);

    /// <summary>What was dropped, and what the program failed on.</summary>
    public readonly PacketBatch Dropped => _dropped;

    /// <summary>Packets that it failed on.</summary>
    public int Aborts { get; private set; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(PacketBuffer buffer)
    {
        var packet = _next;
        if (packet.IsNone)
        {
            if (!_last.IsNone)
                _last.Next = default;
            return false;
        }

        _packet = packet;
        _next = packet.Next;
        _moved = buffer.Moved;
        buffer.Borrow(packet.Start, packet.Data, packet.Length, packet.Limit);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Done(ulong result, PacketBuffer buffer)
    {
        var packet = _packet;
        if (buffer.Data != packet.Data || buffer.DataEnd != packet.End)
            Resize(packet, buffer);
        if (VerdictTables.Find(_verdicts, result) != Verdict.Pass)
        {
            Refuse(packet, result);
            return;
        }

        if (_passed++ == 0)
            _first = packet;
        else if (_hasGap)
            _last.Next = packet;
        _hasGap = false;
        _last = packet;
    }

    /// <inheritdoc/>
    public void Faulted(BpfFaultException fault, PacketBuffer buffer)
    {
        Aborts++;
        _hasGap = true;
        owner.Note(fault);
        _dropped.Append(_packet);
    }

    readonly void Resize(Packet packet, PacketBuffer buffer)
    {
        packet.SetBounds(buffer.Data, (int)(buffer.DataEnd - buffer.Data));
        if (buffer.Moved != _moved)
            packet.MoveHeaders((int)(buffer.Moved - _moved));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Refuse(Packet packet, ulong result)
    {
        if (VerdictTables.Find(_verdicts, result) != Verdict.Drop)
        {
            Aborts++;
            owner.NoteAbort(result);
        }

        _hasGap = true;
        _dropped.Append(packet);
    }
}
