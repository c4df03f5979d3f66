namespace Sluice.Click.Elements.Rewriting;

/// <summary>A mapping: a flow, what it is rewritten to, and its reply flow.</summary>
sealed class Flow
{
    /// <summary>The flow as it comes in.</summary>
    public FlowId Original { get; private set; }

    /// <summary>The flow as it goes out.</summary>
    public FlowId Rewritten { get; private set; }

    /// <summary>What is done to packets of the flow.</summary>
    public FlowChange Forward { get; private set; }

    /// <summary>What is done to packets of the reply flow.</summary>
    public FlowChange Reply { get; private set; }

    /// <summary>Outputs of flow and reply flow.</summary>
    public (int Forward, int Reply) Outputs { get; private set; }

    /// <summary>The input whose packet made the mapping.</summary>
    public int Input { get; private set; }

    /// <summary>The pattern that chose what it is rewritten to, or null.</summary>
    public RewriterPattern? Pattern { get; private set; }

    /// <summary>When the last packet came.</summary>
    public long LastUsed { get; set; }

    /// <summary>What has been seen of it.</summary>
    public FlowState State { get; set; }

    /// <summary>Packets seen, up to three.</summary>
    public int Packets { get; set; }

    /// <summary>Changes of TCP sequence numbers; null while there are none.</summary>
    public SequenceShift? Shift { get; set; }

    /// <summary>Its place in the order of last use.</summary>
    public LinkedListNode<Flow> Node { get; }

    public Flow() => Node = new LinkedListNode<Flow>(this);

    /// <summary>Makes it a new mapping.</summary>
    public void Begin(FlowId original, FlowId rewritten, (int Forward, int Reply) outputs, int input, RewriterPattern? pattern)
    {
        (Original, Rewritten, Outputs, Input, Pattern) = (original, rewritten, outputs, input, pattern);
        Forward = FlowChange.Of(original, rewritten);
        Reply = FlowChange.Of(rewritten.Reverse(), original.Reverse());
        (State, Packets, Shift) = (FlowState.None, 0, null);
    }

    /// <summary>Says which pattern it belongs to in a new router.</summary>
    public void Rebind(RewriterPattern? pattern) => Pattern = pattern;
}
