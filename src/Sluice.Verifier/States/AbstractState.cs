using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>What is known when control reaches a place: registers, stack frames, the packet, what must be released.</summary>
/// <param name="free">Where frames find what others no longer hold; see <see cref="StackFrame"/>.</param>
sealed class AbstractState(Stack<FrameValues> free)
{
    /// <summary>Registers r0 to r10.</summary>
    public const int RegisterCount = 11;

    /// <summary>Frames that calls may nest (include/linux/bpf_verifier.h, MAX_CALL_FRAMES).</summary>
    public const int MaxFrames = 8;

    /// <summary>The registers.</summary>
    public readonly Value[] Registers = new Value[RegisterCount];

    readonly List<StackFrame> _frames = [];

    int[] _references = [];

    /// <summary>How many frames there are; the last is the running function's.</summary>
    public int FrameCount { get; private set; }

    /// <summary>The running function's frame.</summary>
    public StackFrame Frame => _frames[FrameCount - 1];

    /// <summary>Bytes known to be in the packet.</summary>
    public long PacketBytes { get; set; }

    /// <summary>Bytes of metadata known to be before the packet.</summary>
    public long MetaBytes { get; set; }

    /// <summary>Has the packet been moved since the function was entered?</summary>
    public bool HasMovedPacket { get; set; }

    /// <summary>The id of the map value whose spin lock is held, or 0.</summary>
    public int LockId { get; set; }

    /// <summary>How many sections that RCU protects are open.</summary>
    public int RcuSections { get; set; }

    /// <summary>How many sections that are not preempted are open.</summary>
    public int PreemptionSections { get; set; }

    /// <summary>What must be released.</summary>
    public ReadOnlySpan<int> References => _references.AsSpan(0, ReferenceCount);

    /// <summary>How many.</summary>
    public int ReferenceCount { get; private set; }

    /// <summary>The frame at a depth, from 0.</summary>
    public StackFrame FrameAt(int depth) => _frames[depth];

    /// <summary>Forgets everything: no frames, nothing held.</summary>
    public void Clear()
    {
        Array.Clear(Registers);
        EndFrames();
        ReferenceCount = 0;
        (PacketBytes, MetaBytes, HasMovedPacket, LockId) = (0, 0, false, 0);
        (RcuSections, PreemptionSections) = (0, 0);
    }

    /// <summary>Makes this state the same as another.</summary>
    public void CopyFrom(AbstractState other)
    {
        other.Registers.CopyTo(Registers, 0);
        EndFrames();
        for (var depth = 0; depth < other.FrameCount; depth++)
            NextFrame().Share(other._frames[depth]);
        if (_references.Length < other.ReferenceCount)
            _references = new int[Math.Max(4, other.ReferenceCount)];
        other.References.CopyTo(_references);
        ReferenceCount = other.ReferenceCount;
        (PacketBytes, MetaBytes, HasMovedPacket, LockId) = (other.PacketBytes, other.MetaBytes, other.HasMovedPacket, other.LockId);
        (RcuSections, PreemptionSections) = (other.RcuSections, other.PreemptionSections);
    }

    /// <summary>Enters a function: an empty frame.</summary>
    public StackFrame PushFrame()
    {
        var frame = NextFrame();
        frame.Begin();
        return frame;
    }

    /// <summary>Leaves it.</summary>
    public void PopFrame() => _frames[--FrameCount].End();

    /// <summary>Leaves all functions.</summary>
    public void EndFrames()
    {
        while (FrameCount > 0)
            PopFrame();
    }

    /// <summary>Adds something that must be released.</summary>
    public void Acquire(int reference)
    {
        if (ReferenceCount == _references.Length)
            Array.Resize(ref _references, Math.Max(4, ReferenceCount * 2));
        _references[ReferenceCount++] = reference;
    }

    /// <summary>Takes it out; false if it is not there.</summary>
    public bool Release(int reference)
    {
        var index = References.IndexOf(reference);
        if (index < 0)
            return false;
        _references[index] = _references[--ReferenceCount];
        return true;
    }

    /// <summary>Drops all that must be released; used where only the rest matters.</summary>
    public void ClearReferences() => ReferenceCount = 0;

    /// <summary>Applies <paramref name="change"/> to every value: registers, saved registers and stack cells.</summary>
    public void ForEachValue<TArgument>(ValueAction<TArgument> change, in TArgument argument)
    {
        foreach (ref var value in Registers.AsSpan())
            change(ref value, argument);
        for (var depth = 0; depth < FrameCount; depth++)
            _frames[depth].ForEachValue(change, argument);
    }

    StackFrame NextFrame()
    {
        if (FrameCount == _frames.Count)
            _frames.Add(new StackFrame(free));
        return _frames[FrameCount++];
    }
}
