using System.Runtime.CompilerServices;
using Sluice.Click.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Elements.Programs;

/// <summary>Packets that a program sorts by output: what BPFClassifier and Chain run over.</summary>
/// <param name="batch">The packets.</param>
/// <param name="outputs">A batch for each output, filled here.</param>
/// <param name="isXdp">Does the program return an XDP verdict, and not an output's number?</param>
/// <param name="owner">Takes what goes wrong.</param>
unsafe ref struct ClassifierBatch(PacketBatch batch, Span<PacketBatch> outputs, bool isXdp, ProgramElement owner) : IPacketBatch
{
    readonly Span<PacketBatch> _outputs = outputs;
    Packet _packet;
    Packet _next = batch.First;
    PacketBatch _dropped;

    /// <summary>What was dropped, and what the program failed on.</summary>
    public readonly PacketBatch Dropped => _dropped;

    /// <summary>Packets that it failed on, or that it sent to an output that is not there.</summary>
    public int Aborts { get; private set; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(PacketBuffer buffer)
    {
        var packet = _next;
        if (packet.IsNone)
            return false;
        _packet = packet;
        _next = packet.Next;
        buffer.Borrow(packet.Start, packet.Data, packet.Length, packet.Limit);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Done(ulong result, PacketBuffer buffer)
    {
        if (isXdp)
        {
            DoneXdp(result, buffer);
            return;
        }

        if ((uint)result < (uint)_outputs.Length)
            _outputs[(int)(uint)result].Append(_packet);
        else
            Abort(result);
    }

    /// <inheritdoc/>
    public void Faulted(BpfFaultException fault, PacketBuffer buffer)
    {
        Aborts++;
        owner.Note(fault);
        _dropped.Append(_packet);
    }

    void DoneXdp(ulong result, PacketBuffer buffer)
    {
        if (buffer.Data != _packet.Data || buffer.DataEnd != _packet.End)
            _packet.SetBounds(buffer.Data, (int)(buffer.DataEnd - buffer.Data));
        switch (VerdictTables.Find(VerdictTables.XdpOutputs, result))
        {
            case Verdict.Drop:
                _dropped.Append(_packet);
                break;
            case >= Verdict.Pass and var verdict when verdict - Verdict.Pass < _outputs.Length:
                _outputs[verdict - Verdict.Pass].Append(_packet);
                break;
            default:
                Abort(result);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Abort(ulong result)
    {
        Aborts++;
        owner.NoteAbort(result);
        _dropped.Append(_packet);
    }
}
