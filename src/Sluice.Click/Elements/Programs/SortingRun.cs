using System.Runtime.CompilerServices;
using Sluice.Click.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Elements.Programs;

/// <summary>A batch for a classifier's program, which divides it: each packet joins the part that the program's result names.</summary>
/// <param name="batch">The packets.</param>
/// <param name="parts">A part for each output, and one more for what is dropped.</param>
/// <param name="outputs">How many outputs there are.</param>
/// <param name="owner">Takes what goes wrong.</param>
unsafe struct SortingRun(PacketBatch batch, PacketBatch* parts, int outputs, SortingElement owner) : IPacketBatch
{
    Packet _current;
    Packet _next = batch.First;

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
        _next = current.Next; // Before it joins another batch.
        packet = new(current.Start, current.Data, current.End, current.Limit);
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Done(ulong result, byte* data, byte* end, long moved)
    {
        var output = (int)result;
        if ((uint)output >= (uint)outputs)
            output = Refuse(owner, output, outputs);
        parts[output].Append(_current);
    }

    /// <inheritdoc/>
    public void Faulted(BpfFaultException fault, byte* data, byte* end, long moved)
    {
        owner.Note(fault);
        parts[outputs].Append(_current);
    }

    // Static: whoever takes the address of the batch keeps its fields out of registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int Refuse(SortingElement owner, int output, int outputs)
    {
        owner.NoteAbort(output);
        return outputs;
    }
}
