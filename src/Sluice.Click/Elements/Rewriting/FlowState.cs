namespace Sluice.Click.Elements.Rewriting;

/// <summary>What has been seen of a flow.</summary>
[Flags]
enum FlowState : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Payload, or at all a packet of UDP, from the one who began.</summary>
    ForwardData = 1,

    /// <summary>The same from the other.</summary>
    ReplyData = 2,

    /// <summary>Data in both directions.</summary>
    BothData = ForwardData | ReplyData,

    /// <summary>FIN from the one who began.</summary>
    ForwardDone = 4,

    /// <summary>FIN from the other.</summary>
    ReplyDone = 8,

    /// <summary>Both have ended.</summary>
    BothDone = ForwardDone | ReplyDone,
}
