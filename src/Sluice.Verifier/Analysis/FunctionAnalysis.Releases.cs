using Sluice.Verifier.Flow;

namespace Sluice.Verifier.Analysis;

// Gives states back when nobody will look at them again, so that a long function holds few at a time.
sealed partial class FunctionAnalysis
{
    readonly List<Node> _loop = [];

    int _released;

    // All work left is on blocks of this order or a higher one.
    void ReleaseBefore(int order)
    {
        while (_released < _flow.ByHorizon.Length && _flow.ByHorizon[_released].Horizon < order)
        {
            var horizon = _flow.ByHorizon[_released].Horizon;
            for (; _released < _flow.ByHorizon.Length && _flow.ByHorizon[_released].Horizon == horizon; _released++)
                ReleaseBlock(_flow.ByHorizon[_released]);
            ReleaseLoop();
        }
    }

    void ReleaseBlock(Block block)
    {
        var nodes = _nodes[block.Order];
        if (block.LoopDepth > 0)
        {
            _loop.AddRange(nodes);
            return;
        }

        foreach (var node in nodes)
            Release(node);
        nodes.Clear();
    }

    // Of a loop, the states that lie on a cycle are still looked at by the proof that it ends.
    void ReleaseLoop()
    {
        if (_loop.Count == 0)
            return;
        var cyclic = _proof.Cyclic(_loop);
        foreach (var node in _loop)
        {
            if (!cyclic.Contains(node))
                Release(node);
        }

        _loop.Clear();
    }

    void ReleaseAll()
    {
        foreach (var node in _all)
            Release(node);
    }

    void Release(Node node)
    {
        if (node.HasState)
            _context.Pool.Return(node.TakeState());
    }
}
