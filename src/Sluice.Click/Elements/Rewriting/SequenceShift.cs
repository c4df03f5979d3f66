namespace Sluice.Click.Elements.Rewriting;

/// <summary>How sequence numbers of a TCP flow change after bytes were put in or taken out, in each direction.</summary>
sealed class SequenceShift
{
    Direction _forward;
    Direction _reply;

    /// <summary>From a sequence number on, a direction is longer or shorter by some bytes.</summary>
    public void Add(bool isReply, uint from, int delta)
    {
        ref var direction = ref isReply ? ref _reply : ref _forward;
        // Said again of a segment that was sent again.
        if (direction.IsSet && (int)(from - direction.From) <= 0)
            return;
        direction.Before = direction.After;
        direction.After += delta;
        direction.From = from;
        direction.IsSet = true;
    }

    /// <summary>The sequence number that the receiver expects.</summary>
    public uint Sequence(bool isReply, uint number)
    {
        ref readonly var direction = ref isReply ? ref _reply : ref _forward;
        return number + (uint)((int)(number - direction.From) > 0 ? direction.After : direction.Before);
    }

    /// <summary>The acknowledgement that the sender of the other direction understands.</summary>
    public uint Acknowledgment(bool isReply, uint number)
    {
        ref readonly var other = ref isReply ? ref _forward : ref _reply;
        return number - (uint)((int)(number - (uint)other.After - other.From) > 0 ? other.After : other.Before);
    }

    struct Direction
    {
        public bool IsSet;
        public uint From;
        public int Before;
        public int After;
    }
}
