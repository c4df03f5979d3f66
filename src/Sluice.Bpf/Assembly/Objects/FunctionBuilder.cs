using System.Collections.Immutable;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>A function of an object being assembled.</summary>
sealed class FunctionBuilder(int line, FunctionDeclaration declaration, ErrorList errors, ObjectScope scope)
{
    ImmutableArray<BpfInstruction> _instructions;

    public int Line => line;

    public FunctionDeclaration Declaration => declaration;

    /// <summary>Was its directive free of errors?</summary>
    public bool IsDeclared { get; init; }

    public CodeAssembler Code { get; } = new(errors, scope);

    public FunctionPlace Place { get; private set; }

    /// <summary>Makes the instructions and takes a place in the section.</summary>
    public void Assemble(Dictionary<string, int> sectionEnds)
    {
        _instructions = Code.Assemble();
        if (_instructions.IsEmpty)
            errors.Add(line, 1, $"'{declaration.Name}' without instructions", "at least one");
        var end = sectionEnds.GetValueOrDefault(declaration.Section);
        if (declaration.Offset < end)
            errors.Add(line, 1, $"'{declaration.Name}' at slot {declaration.Offset}", $"a place behind slot {end - 1} of its section");
        Place = new(declaration.Section, declaration.Offset ?? end, declaration.IsGlobal);
        sectionEnds[declaration.Section] = Place.Offset + _instructions.Length;
        scope.AddFunction(declaration.Name, Place);
    }

    /// <summary>The function, once every function has its place.</summary>
    public FunctionSpec Build(BtfTypes? types)
    {
        var instructions = _instructions.ToBuilder();
        var relocations = ImmutableArray.CreateBuilder<Relocation>();
        foreach (var pending in Code.Relocations)
        {
            if (Resolve(pending) is not { } relocation)
                continue;
            relocations.Add(relocation);
            if (pending.IsExplicit)
                continue;
            var instruction = instructions[pending.Slot];
            var isCall = instruction.Opcode == InstructionSet.CallOpcode;
            instructions[pending.Slot] = instruction.WithImmediate(
                Place.ImmediateFor(relocation, pending.Addend, isCall, scope.PlaceOf(relocation.Symbol)));
        }

        return new()
        {
            Name = declaration.Name,
            Section = declaration.Section,
            SectionOffset = Place.Offset,
            Instructions = instructions.ToImmutable(),
            Relocations = relocations.ToImmutable(),
            CoreRelocations = BuildCore(types),
            IsGlobal = declaration.IsGlobal,
            TypeId = declaration.TypeId,
        };
    }

    Relocation? Resolve(in PendingRelocation pending)
    {
        var name = pending.Name.Text;
        if (!pending.IsExplicit && pending.Target == SymbolKind.Variable && scope.Variable(name) is { } variable)
            return new(pending.Slot, pending.Kind, variable.Map, variable.Offset + pending.Addend);
        var kind = ObjectScope.KindOf(pending.Kind);
        if (!scope.Has(kind, name))
        {
            errors.Add(pending.Line, pending.Name, $"a {Attributes.Name(kind)}", Spelling.Closest(name, scope.Names(kind)));
            return null;
        }

        return new(pending.Slot, pending.Kind, name, pending.Addend) { IsWeak = scope.IsWeak(name) };
    }

    ImmutableArray<CoreRelocation> BuildCore(BtfTypes? types)
    {
        var relocations = ImmutableArray.CreateBuilder<CoreRelocation>();
        foreach (var pending in Code.CoreRelocations)
        {
            if (types is null || pending.TypeId >= types.All.Length)
                errors.Add(pending.Line, 1, $"type {pending.TypeId}", $"one of the {types?.All.Length ?? 0} types of the .btf block");
            else
                relocations.Add(new(pending.Slot, types[pending.TypeId], pending.Access, pending.Kind));
        }

        return relocations.ToImmutable();
    }
}
