using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;

namespace Sluice.Chains.Deployment;

/// <summary>Sets parameters of functions: <c>SLUICE_PARAMETERS</c> of bpf/include/sluice.h.</summary>
static class FunctionSettings
{
    /// <summary>A copy of the object in which a parameter has another value from the start.</summary>
    /// <exception cref="ChainCodeException">The function has no such parameter.</exception>
    public static BpfObject Apply(BpfObject spec, FunctionSetting setting)
    {
        var variable = spec.FindVariable($"{setting.Function}_parameters");
        if (variable?.Type is not { } type || Strip(type) is not BtfStruct structure
            || structure.Members.FirstOrDefault(member => member.Name == setting.Parameter) is not { Type: not null } member
            || Strip(member.Type) is not BtfInteger integer)
        {
            throw new ChainCodeException(setting.Function, null, "", $"parameter '{setting.Parameter}' of '{setting.Function}'", "one that its object declares");
        }

        var map = spec.FindMap(variable.Map)!;
        var data = map.InitialData.ToArray();
        var bytes = data.AsSpan(variable.Offset + (member.BitOffset / 8), integer.Size);
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = (byte)(setting.Value >> (8 * index));
        return spec with { Maps = spec.Maps.Replace(map, map with { InitialData = [.. data] }) };
    }

    static BtfType Strip(BtfType type) => type switch
    {
        BtfQualifier qualifier => Strip(qualifier.Target),
        BtfTypedef typedef => Strip(typedef.Target),
        _ => type,
    };
}
