using Sluice.Verifier.Analysis;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Termination;

/// <summary>Runs a block again from one of its states, for a proof that needs more than the state at its start.</summary>
interface IReplay
{
    /// <summary>Where each variable at the end of the node's block came from.</summary>
    Dictionary<int, Step> StepsOf(Node node);

    /// <summary>What a variable holds on the ways from the node to <paramref name="successor"/>.</summary>
    Value ValueOn(Node node, Node successor, int variable);
}
