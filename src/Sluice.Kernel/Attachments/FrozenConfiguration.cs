using Sluice.Bpf.Objects;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel.Attachments;

/// <summary>Makes constants of the values of the kernel's configuration that an object asks for.</summary>
/// <remarks>An object file has no place for their values; what is kept of an object that stays attached must have those that it was
/// attached with, also where somebody has set them.</remarks>
static class FrozenConfiguration
{
    const string Section = ".rodata.kconfig";

    /// <summary>A copy of an object that no longer asks for what is known.</summary>
    public static BpfObject Of(BpfObject spec)
    {
        if (!spec.Maps.Any(map => map.DataSection == DataSections.Configuration))
            return spec;
        var resolved = KernelConfiguration.Running.Resolve(spec);
        var values = resolved.Maps.First(map => map.DataSection == DataSections.Configuration);
        return resolved with
        {
            Maps = resolved.Maps.Replace(values, values with { DataSection = Section, ValueType = null }),
            Programs = [.. resolved.Programs.Select(program => program with { Function = Freeze(program.Function) })],
            Functions = [.. resolved.Functions.Select(Freeze)],
        };

        FunctionSpec Freeze(FunctionSpec function) => function with
        {
            Relocations = [.. function.Relocations.Select(relocation =>
                relocation.Kind == RelocationKind.KernelConfiguration && resolved.FindVariable(relocation.Symbol) is { IsUnresolved: false } variable
                    ? new Relocation(relocation.Instruction, RelocationKind.MapValue, values.Name, variable.Offset + relocation.Addend)
                    : relocation)],
        };
    }
}
