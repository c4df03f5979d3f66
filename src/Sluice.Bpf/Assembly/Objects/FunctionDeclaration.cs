using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>What a <c>.program</c> or <c>.function</c> directive says. What it leaves out follows from the section's name.</summary>
sealed record FunctionDeclaration(string Name, bool IsProgram)
{
    public string Section { get; init; } = "";

    public bool IsGlobal { get; init; } = IsProgram;

    /// <summary>First slot in the section; null directly behind the function before it.</summary>
    public int? Offset { get; init; }

    public int TypeId { get; init; }

    public ProgramType? Type { get; init; }

    public AttachType? AttachType { get; init; }

    /// <summary>Does the program name no attach type, although its section's name would give one?</summary>
    public bool HasNoAttachType { get; init; }

    public string? AttachTarget { get; init; }

    public bool? AutoLoad { get; init; }

    public bool? HasFragments { get; init; }

    public bool? IsSleepable { get; init; }

    /// <summary>The program; null if neither the section nor an attribute says its type.</summary>
    public ProgramSpec? ToProgram(FunctionSpec function)
    {
        var name = function.Section.TrimStart('?');
        var rule = SectionNames.Find(name);
        if ((Type ?? rule?.Type) is not { } type)
            return null;
        return new()
        {
            Function = function,
            Type = type,
            AttachType = HasNoAttachType ? null : AttachType ?? rule?.AttachType,
            AttachTarget = AttachTarget ?? rule?.TargetOf(name) ?? "",
            AutoLoad = AutoLoad ?? !function.Section.StartsWith('?'),
            HasFragments = HasFragments ?? rule?.HasFragments ?? false,
            IsSleepable = IsSleepable ?? rule?.IsSleepable ?? false,
        };
    }

    /// <summary>The declaration of a sub-program that begins at <paramref name="expectedOffset"/> if nothing is said.</summary>
    public static FunctionDeclaration Of(FunctionSpec function, bool isProgram, int expectedOffset) => new(function.Name, isProgram)
    {
        Section = function.Section,
        IsGlobal = function.IsGlobal,
        Offset = function.SectionOffset == expectedOffset ? null : function.SectionOffset,
        TypeId = function.TypeId,
    };

    /// <summary>The declaration of a program: what its section does not say.</summary>
    public static FunctionDeclaration Of(ProgramSpec program, int expectedOffset)
    {
        var declaration = Of(program.Function, isProgram: true, expectedOffset);
        var implied = declaration.ToProgram(program.Function);
        return declaration with
        {
            Type = program.Type == implied?.Type ? null : program.Type,
            AttachType = program.AttachType == implied?.AttachType ? null : program.AttachType,
            HasNoAttachType = program.AttachType is null && implied?.AttachType is not null,
            AttachTarget = program.AttachTarget == (implied?.AttachTarget ?? "") ? null : program.AttachTarget,
            AutoLoad = program.AutoLoad == (implied?.AutoLoad ?? !program.Function.Section.StartsWith('?')) ? null : program.AutoLoad,
            HasFragments = program.HasFragments == (implied?.HasFragments ?? false) ? null : program.HasFragments,
            IsSleepable = program.IsSleepable == (implied?.IsSleepable ?? false) ? null : program.IsSleepable,
        };
    }
}
