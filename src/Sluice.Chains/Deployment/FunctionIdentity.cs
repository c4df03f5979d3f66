using System.Security.Cryptography;
using System.Text;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Code.Text;

namespace Sluice.Chains.Deployment;

/// <summary>What tells one function of a VM from another: its name, and for one that was generated its code.</summary>
static class FunctionIdentity
{
    /// <summary>The text that tells it.</summary>
    public static string Of(FunctionReference function, BytecodeUnit unit)
    {
        if (unit.Accessors.FirstOrDefault(accessor => accessor.Reference.FullName == function.FullName) is not { } accessor)
            return function.FullName;
        var code = Encoding.UTF8.GetBytes(ChainPrinter.Print(new ChainUnit { Name = "", Chains = [accessor.Code] }));
        return $"{function.FullName}#{Convert.ToHexString(SHA256.HashData(code).AsSpan(0, 8))}";
    }
}
