using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

// The end of a function.
sealed partial class Transfer
{
    /// <summary>Demands that the function may return here.</summary>
    public void Leave(FunctionRole role)
    {
        switch (role)
        {
            case FunctionRole.Program:
                DemandNothingHeld("the program ends, but");
                if (!context.ForLinux || !context.Arguments.ReturnsNothing)
                    DemandResult(context.Arguments.Range(context.Type.RangeAt(context.Place)), $"program type {context.Type.Name}");
                break;
            case FunctionRole.Global:
                DemandNothingHeld("the function ends, but");
                DemandResult(null, "a global function");
                break;
            case FunctionRole.Callback:
                DemandResult(new(0, 1), "a callback");
                break;
            case FunctionRole.AsynchronousCallback:
                DemandNothingHeld("the callback ends, but");
                DemandResult(new(0, 0), "an asynchronous callback");
                break;
            default:
                if (Register(0) is { Kind: ValueKind.Stack } result && result.Region == _state.FrameCount - 1)
                    throw Reject(RejectionKind.PointerLeak, "returns a pointer to its own stack, which ends with it", "let the caller hand in the buffer");
                break;
        }
    }

    void DemandResult(ReturnRange? range, string who)
    {
        ref var result = ref Read(0);
        if (!result.IsScalar)
        {
            throw Reject(RejectionKind.ReturnValue, $"returns {ValueText.Noun(result)} in r0; {who} returns a number",
                "return a number");
        }

        if (range is not { } allowed)
            return;
        var (least, most) = ((long)result.Number.SignedMin32, (long)result.Number.SignedMax32);
        if (least < allowed.Least || most > allowed.Most)
        {
            var found = least == most ? $"{least}" : result.Number is { Min: 0, Max: ulong.MaxValue } ? "any number" : $"{least} to {most}";
            throw Reject(RejectionKind.ReturnValue, $"returns {found} in r0; {who} returns {allowed}", $"return {allowed} on every path");
        }
    }
}
