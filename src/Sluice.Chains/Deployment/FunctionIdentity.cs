using System.Security.Cryptography;
using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.C;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Code.Text;

namespace Sluice.Chains.Deployment;

/// <summary>What tells one function of a VM from another: its name, and for one that was generated its code and what its map is.</summary>
static class FunctionIdentity
{
    /// <summary>The text that tells it.</summary>
    public static string Of(FunctionReference function, BytecodeUnit unit)
    {
        if (unit.Accessors.FirstOrDefault(accessor => accessor.Reference.FullName == function.FullName) is not { } accessor)
            return function.FullName;
        var text = ChainPrinter.Print(new ChainUnit { Name = "", Chains = [accessor.Code] });
        var code = Encoding.UTF8.GetBytes(accessor.Map.Spec is { } map ? $"{text}{map} {map.Flags} {map.Extra} {TextOf(map.KeyType)} {TextOf(map.ValueType)}" : text);
        return $"{function.FullName}#{Convert.ToHexString(SHA256.HashData(code).AsSpan(0, 8))}";
    }

    static string TextOf(BtfType? type) => type is null ? "" : BtfCFormatter.Define(type.Resolve());
}
