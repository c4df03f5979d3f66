using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Loading;

/// <summary>Makes of an object's types what a kernel takes.</summary>
/// <remarks>
/// A compiler leaves to the loader what only the ELF file or the linker knows: where variables lie in their sections, and
/// who sees them. The kernel refuses sections without a size and everything extern (kernel/bpf/btf.c,
/// btf_datasec_check_meta, btf_var_check_meta, btf_func_check). All types keep their ids, which instructions and maps name.
/// </remarks>
public static class LoadableTypes
{
    /// <summary>The types of <paramref name="object"/>, completed; null if it has none.</summary>
    /// <param name="object">The object.</param>
    /// <param name="features">What the kernel takes; what it does not is replaced by something older of the same size.</param>
    public static BtfTypes? From(BpfObject @object, BtfFeatures features = BtfFeatures.All)
    {
        if (@object.Types is not { } types)
            return null;
        var builder = new BtfBuilder(isBigEndian: types.IsBigEndian);
        builder.ImportAll(types, new Substitution(@object, types, features).Of);
        return builder.Build();
    }

    sealed class Substitution(BpfObject @object, BtfTypes types, BtfFeatures features)
    {
        readonly HashSet<BtfType> _externs = [.. types.Own.ToArray().OfType<BtfFunction>()
            .Where(function => function.Linkage == BtfLinkage.Extern).Select(function => function.Prototype)];

        readonly BtfInteger? _number = types.All.OfType<BtfInteger>().FirstOrDefault();

        public BtfType Of(BtfType type) => type switch
        {
            BtfDataSection section => Complete(section),
            BtfVariable { Linkage: BtfLinkage.Extern } variable =>
                new BtfVariable { Name = variable.Name, Type = Sized(variable.Type), Linkage = BtfLinkage.Global },
            BtfFunction function => new BtfFunction
            {
                Name = function.Name,
                Prototype = function.Prototype,
                Linkage = LinkageOf(function),
            },
            BtfFunctionPrototype prototype when _externs.Contains(prototype) => Named(prototype),
            BtfDeclarationTag tag when !Takes(BtfFeatures.DeclarationTags) || tag.IsAttribute && !Takes(BtfFeatures.Attributes) =>
                Placeholder(),
            BtfQualifier { Kind: BtfQualifierKind.TypeTag } tag
                when !Takes(BtfFeatures.TypeTags) || tag.IsAttribute && !Takes(BtfFeatures.Attributes) =>
                new BtfQualifier { Kind = BtfQualifierKind.Const, Target = tag.Target },
            BtfEnum { Is64: true } @enum when !Takes(BtfFeatures.Enum64) =>
                new BtfStruct { Name = @enum.Name, Size = @enum.Size, IsUnion = true },
            BtfEnum { IsSigned: true } @enum when !Takes(BtfFeatures.Enum64) =>
                new BtfEnum { Name = @enum.Name, Size = @enum.Size, Values = @enum.Values },
            _ => type,
        };

        bool Takes(BtfFeatures feature) => (features & feature) != 0;

        // A global function is verified on its own; a hidden one is global to the compiler, but not to the object.
        BtfLinkage LinkageOf(BtfFunction function)
        {
            if (function.Linkage == BtfLinkage.Extern)
                return BtfLinkage.Global;
            return @object.FindFunction(function.Name) is { IsGlobal: false } or { IsHidden: true } ? BtfLinkage.Static : function.Linkage;
        }

        // The kernel wants a name for each parameter of a function; declarations may go without.
        static BtfFunctionPrototype Named(BtfFunctionPrototype prototype) => new()
        {
            Return = prototype.Return,
            Parameters = [.. prototype.Parameters.Select((parameter, index) =>
                parameter.Name.Length > 0 || parameter.Type is BtfVoid ? parameter : parameter with { Name = $"arg{index}" })],
        };

        // A symbol of the kernel may be declared as void; the kernel wants variables to have a size.
        BtfType Sized(BtfType type) => type.Resolve() is BtfVoid && _number is { } number ? number : type;

        static BtfInteger Placeholder() => new() { Name = "unused", Size = 1, Bits = 8 };

        BtfDataSection Complete(BtfDataSection section)
        {
            var map = @object.Maps.FirstOrDefault(map => map.DataSection == section.Name);
            var placed = map is null ? Sequence(section) : Known(section, map);
            var end = placed.Count == 0 ? 1 : placed[^1].Offset + placed[^1].Size;
            return new() { Name = section.Name, Size = Math.Max(map?.ValueSize ?? 0, end), Variables = [.. placed] };
        }

        // The object's variables stand in the order of the section's record; two static ones may bear the same name.
        List<BtfSectionVariable> Known(BtfDataSection section, MapSpec map)
        {
            var specs = @object.Variables.Where(variable => variable.Map == map.Name).ToLookup(variable => variable.Name);
            var used = new Dictionary<string, int>(StringComparer.Ordinal);
            var placed = new List<BtfSectionVariable>(section.Variables.Length);
            foreach (var entry in section.Variables)
            {
                var name = entry.Variable.Name;
                var nth = used.GetValueOrDefault(name);
                used[name] = nth + 1;
                if (entry.Variable is BtfVariable && specs[name].ElementAtOrDefault(nth) is { Size: > 0 } spec)
                    placed.Add(entry with { Offset = spec.Offset, Size = spec.Size });
            }

            placed.Sort((one, other) => one.Offset.CompareTo(other.Offset));
            return placed;
        }

        // Sections that no map holds (map definitions, the licence, symbols of the kernel): nobody looks at the places.
        static List<BtfSectionVariable> Sequence(BtfDataSection section)
        {
            var placed = new List<BtfSectionVariable>(section.Variables.Length);
            var end = 0;
            foreach (var entry in section.Variables)
            {
                if (entry.Variable is not BtfVariable variable || variable.Type.SizeOf() is var size && size == 0)
                    continue;
                placed.Add(entry with { Offset = end, Size = size });
                end += size;
            }

            return placed;
        }
    }
}
