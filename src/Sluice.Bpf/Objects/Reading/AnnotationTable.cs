using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>What <c>.BTF.ext</c> says, by function. What it says about places outside every function is dropped.</summary>
sealed class AnnotationTable
{
    readonly Dictionary<FunctionExtent, Annotations> _byFunction = new(ReferenceEqualityComparer.Instance);

    /// <summary>Deals out what <paramref name="extension"/> says; null says nothing.</summary>
    public AnnotationTable(ElfFile file, FunctionTable functions, BtfExtension? extension)
    {
        foreach (var described in extension?.Sections ?? [])
        {
            if (file.FindSection(described.Name) is not { } section)
                continue;
            foreach (var info in described.Functions)
            {
                if (functions.StartingAt(section.Index, info.Offset) is { } function)
                    For(function).TypeId = info.Function.Id;
            }

            foreach (var line in described.Lines)
            {
                if (functions.Containing(section.Index, line.Offset) is { } function)
                    For(function).Lines.Add(line.ToSourceLine(function.Start / BpfInstruction.Size));
            }

            foreach (var relocation in described.CoreRelocations)
            {
                if (functions.Containing(section.Index, relocation.Offset) is { } function)
                    For(function).CoreRelocations.Add(relocation.ToRelocation(function.Start / BpfInstruction.Size));
            }
        }
    }

    /// <summary>The function with its type, lines and CO-RE relocations.</summary>
    public FunctionSpec Annotate(FunctionExtent extent, FunctionSpec function) =>
        !_byFunction.TryGetValue(extent, out var annotations) ? function : function with
        {
            TypeId = annotations.TypeId,
            Lines = annotations.Lines.ToImmutable(),
            CoreRelocations = annotations.CoreRelocations.ToImmutable(),
        };

    Annotations For(FunctionExtent function)
    {
        if (!_byFunction.TryGetValue(function, out var annotations))
            _byFunction.Add(function, annotations = new());
        return annotations;
    }

    sealed class Annotations
    {
        public int TypeId { get; set; }

        public ImmutableArray<SourceLine>.Builder Lines { get; } = ImmutableArray.CreateBuilder<SourceLine>();

        public ImmutableArray<CoreRelocation>.Builder CoreRelocations { get; } = ImmutableArray.CreateBuilder<CoreRelocation>();
    }
}
