using System.Runtime.CompilerServices;
using Sluice.Click.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Elements.Programs;

/// <summary>A batch for a program that may change where packets begin and end, and the results that it gives.</summary>
/// <param name="batch">The packets.</param>
/// <param name="results">As many places as packets.</param>
/// <param name="owner">Takes what goes wrong.</param>
unsafe struct ResizingRun(PacketBatch batch, int* results, ProgramElement owner) : IPacketBatch
{
    Packet _current;
    Packet _next = batch.First;
    int* _results = results;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(out PacketBounds packet)
    {
        var current = _next;
        if (current.IsNone)
        {
            packet = default;
            return false;
        }

        _current = current;
        _next = current.Next;
        packet = new(current.Start, current.Data, current.End, current.Limit);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Done(ulong result, byte* data, byte* end, long moved)
    {
        *_results++ = (int)result;
        _current.SetBounds(data, (int)(end - data));
        if (moved != 0)
            _current.MoveHeaders((int)moved);
    }

    /// <inheritdoc/>
    public void Faulted(BpfFaultException fault, byte* data, byte* end, long moved)
    {
        owner.Note(fault);
        Done(unchecked((ulong)VerdictTables.Fault), data, end, moved);
    }
}
