using Sluice.Bpf.Platform;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Native;

/// <summary>What chains count: at their ends, and where they lie within one another.</summary>
sealed partial class NativeEmitter
{
    // Chains that lie within this one: how deep, and where the code ends then, with a verdict of its own or without.
    readonly int _depth, _ownEnd, _otherEnd;

    bool IsTimed => _counters is { IsTimed: true };

    // The number of the chain that is active, and where time is measured those of all and when they began.
    int ActiveBytes => _depth == 0 ? 0 : WordSize * (1 + (IsTimed ? 2 * _depth : 0));

    int ActiveOffset => _clockOffset - WordSize;

    protected override void Epilogue()
    {
        if (_depth == 0)
            return;
        Code.Mark(_ownEnd);
        if (_counters is { IsOn: true })
        {
            Code.Load(Second, FramePointer, ActiveOffset, WordSize);
            Count(NativeCounter.Verdict);
        }

        Code.Mark(_otherEnd);
        for (var depth = _depth; IsTimed && depth > 0; depth--)
            CountTime(depth);
        if (_counters is { IsOn: true })
            Count(_counters.Chain(_chain.Name), _counters.IsTimed, NativeCounter.Run);
        Code.Exit();
    }

    // Ends the chain with what stands in r0.
    void End(bool isOwn = true)
    {
        if (_depth > 0)
        {
            Code.JumpTo(isOwn ? _ownEnd : _otherEnd);
            return;
        }

        if (_counters is { IsOn: true })
            Count(_counters.Chain(_chain.Name), _counters.IsTimed, isOwn ? NativeCounter.RunAndVerdict : NativeCounter.Run);
        Code.Exit();
    }

    // Runs are counted as they begin: a verdict may end them all at once.
    void EmitEnter(EnterOperation enter)
    {
        if (_counters is { IsOn: true })
        {
            Code.MoveConstant(Result, 0);
            Count(_counters.Chain(enter.Chain), isTimed: false, NativeCounter.Run);
        }

        if (IsTimed)
        {
            Code.CallHelper(Helpers.KtimeGetNs.Id);
            Code.Store(FramePointer, SinceOffset(enter.Depth), Result, WordSize);
            Code.StoreConstant(FramePointer, SinceOffset(enter.Depth) - WordSize, (int)_counters!.Chain(enter.Chain), WordSize);
        }

        Activate(enter.Chain);
    }

    void EmitLeave(LeaveOperation leave)
    {
        if (IsTimed)
        {
            Code.MoveConstant(Result, 0);
            CountTime(leave.Depth);
        }

        Activate(leave.Outer);
    }

    void EmitOwnStart()
    {
        Activate(_chain.Name);
        for (var depth = 1; IsTimed && depth <= _depth; depth++)
            Code.StoreConstant(FramePointer, SinceOffset(depth), 0, WordSize);
    }

    void Activate(string chain) => Code.StoreConstant(FramePointer, ActiveOffset, (int)(_counters?.Chain(chain) ?? 0), WordSize);

    int SinceOffset(int depth) => ActiveOffset - WordSize * (2 * depth - 1);

    // The time of a chain within this one, if it is active; then it is not any more.
    void CountTime(int depth)
    {
        var end = Code.NewLabel();
        Code.Load(Second + 1, FramePointer, SinceOffset(depth), WordSize);
        Code.BranchConstant(Comparison.Equal, Second + 1, 0, end);
        Code.StoreConstant(FramePointer, SinceOffset(depth), 0, WordSize);
        Code.Load(Second, FramePointer, SinceOffset(depth) - WordSize, WordSize);
        Code.MoveRegister(First, Result);
        Code.MoveConstant(Second + 2, NativeCounter.Nothing);
        Code.CallFunction(NativeNames.Counter);
        Code.Mark(end);
    }

    // Counts a run that gave what stands in r0, which stays there.
    void Count(uint element, bool isTimed, int what, bool ofCall = false)
    {
        Code.MoveConstant(Second, element);
        if (isTimed)
            Code.Load(Second + 1, FramePointer, ClockOffset(ofCall), WordSize);
        Count(what, isTimed);
    }

    // The element stands in r2, and the time in r3.
    void Count(int what, bool isTimed = false)
    {
        Code.MoveRegister(First, Result);
        if (!isTimed)
            Code.MoveConstant(Second + 1, 0);
        Code.MoveConstant(Second + 2, what);
        Code.CallFunction(NativeNames.Counter);
    }

    int ClockOffset(bool ofCall) => _clockOffset + (ofCall ? WordSize : 0);

    static int DepthOf(ChainFunction chain) =>
        chain.Blocks.SelectMany(block => block.Operations).OfType<EnterOperation>().Select(enter => enter.Depth).DefaultIfEmpty().Max();
}
