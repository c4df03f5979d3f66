namespace Sluice.Click.Elements.Rewriting;

/// <summary>A mapping in one direction.</summary>
/// <param name="Flow">The mapping.</param>
/// <param name="IsReply">Whether it is the reply flow's direction.</param>
readonly record struct FlowEntry(Flow Flow, bool IsReply)
{
    /// <summary>What is done to packets.</summary>
    public FlowChange Change => IsReply ? Flow.Reply : Flow.Forward;

    /// <summary>Where they leave.</summary>
    public int Output => IsReply ? Flow.Outputs.Reply : Flow.Outputs.Forward;

    /// <summary>The flow that they are of before that.</summary>
    public FlowId From => IsReply ? Flow.Rewritten.Reverse() : Flow.Original;
}
