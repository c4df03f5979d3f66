namespace Sluice.Verifier.Analysis;

// Finishes regions: where no path arrives any more, the proof that the function ends takes what it needs, and the states are
// given back, so that a long function holds few at a time.
sealed partial class FunctionAnalysis
{
    readonly List<Node> _region = [];

    int _released;

    // All work left is on blocks of this horizon or a higher one, and nothing leads from these to lower ones.
    void ReleaseBefore(int horizon)
    {
        var blocks = _flow.ByHorizon;
        while (_released < blocks.Length && blocks[_released].Horizon < horizon)
        {
            var (first, done) = (_released, blocks[_released].Horizon);
            while (_released < blocks.Length && blocks[_released].Horizon == done)
                _released++;
            if (_released == first + 1 && blocks[first].LoopDepth == 0)
                ReleaseBlock(first);
            else
                ReleaseRegion(first);
        }
    }

    void ReleaseBlock(int index)
    {
        if (TakeNodes(index) is not { } nodes)
            return;
        _proof.Pass(nodes);
        Release(nodes);
    }

    void ReleaseRegion(int first)
    {
        for (var index = first; index < _released; index++)
            _region.AddRange(TakeNodes(index) ?? []);
        foreach (var (culprit, tooLong) in _proof.PassRegion(_region))
        {
            var explained = Explained(Unbounded(culprit, tooLong), culprit);
            if (!_context.Options.ReportAll)
                throw explained;
            _context.Report(explained.Rejection);
        }

        Release(_region);
        _region.Clear();
    }

    List<Node>? TakeNodes(int index)
    {
        ref var nodes = ref _nodes[_flow.ByHorizon[index].Order];
        var taken = nodes;
        nodes = null;
        return taken;
    }

    // After a rejection, what is left.
    void ReleaseAll()
    {
        Release(_region);
        foreach (var nodes in _nodes)
            Release(nodes ?? []);
    }

    // The nodes themselves live on as long as paths lead through them.
    void Release(List<Node> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.HasState)
                _context.Pool.Return(node.TakeState());
            node.Successors.Clear();
        }
    }
}
