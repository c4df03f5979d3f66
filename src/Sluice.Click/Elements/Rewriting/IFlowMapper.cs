namespace Sluice.Click.Elements.Rewriting;

/// <summary>An element that says how rewriters map new flows.</summary>
interface IFlowMapper
{
    /// <summary>Chooses a mapping.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="store">Where it must not meet another.</param>
    /// <param name="rewritten">What it is rewritten to.</param>
    /// <returns>The specification that was used; null where the flow is to be dropped.</returns>
    RewriterInput? Map(in FlowId flow, FlowStore store, out FlowId rewritten);

    /// <summary>Highest output that it may send to.</summary>
    int HighestOutput { get; }
}
