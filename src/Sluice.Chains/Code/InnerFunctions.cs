using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code;

/// <summary>Functions that generated code calls and no script: how often is an affair of the tier.</summary>
public static class InnerFunctions
{
    /// <summary>Is it one of them?</summary>
    /// <param name="fullName">A function's full name.</param>
    public static bool Contains(string fullName) =>
        fullName == PacketLowering.Transport.FullName || fullName.StartsWith($"{MapAccessor.Package}.", StringComparison.Ordinal);
}
