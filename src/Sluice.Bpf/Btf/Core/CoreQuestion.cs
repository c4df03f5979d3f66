using System.Globalization;

namespace Sluice.Bpf.Btf.Core;

/// <summary>One relocation, understood in the local types, to be asked of target types.</summary>
sealed class CoreQuestion
{
    readonly CoreRelocation _relocation;
    readonly bool _isBigEndian;
    readonly CorePath? _path;
    readonly string? _constant;

    CoreQuestion(CoreRelocation relocation, bool isBigEndian, CorePath? path, string? constant) =>
        (_relocation, _isBigEndian, _path, _constant) = (relocation, isBigEndian, path, constant);

    /// <summary>The answer in the local types: what the compiler has put into the instruction.</summary>
    public CoreAnswer Local { get; private set; }

    /// <summary>Is the absence of what is asked for an answer too, which is 0?</summary>
    public bool MayBeAbsent => _relocation.Kind is CoreRelocationKind.FieldExists or CoreRelocationKind.EnumValueExists
        or (>= CoreRelocationKind.TypeIdLocal and <= CoreRelocationKind.TypeSize) or CoreRelocationKind.TypeMatches;

    /// <summary>Understands a relocation.</summary>
    /// <returns>Null if it makes no sense, with the reason in <paramref name="error"/>.</returns>
    public static CoreQuestion? From(CoreRelocation relocation, bool isBigEndian, out string error)
    {
        var root = relocation.Type;
        CorePath? path = null;
        string? constant = null;
        if (root.Name.Length == 0 && relocation.Kind != CoreRelocationKind.TypeIdLocal)
        {
            error = $"type {root.Id}, which has no name to look for";
            return null;
        }

        if (relocation.Kind <= CoreRelocationKind.FieldRightShift)
        {
            path = CorePath.Parse(root, relocation.Access, out error);
            if (path is null)
                return null;
        }
        else if (relocation.Kind is CoreRelocationKind.EnumValueExists or CoreRelocationKind.EnumValue)
        {
            error = $"access '{relocation.Access}' to {BtfKindNames.Of(root)} '{root.Name}', expected the index of an enumerator";
            if (root.Resolve() is not BtfEnum values
                || !int.TryParse(relocation.Access, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index >= values.Values.Length)
                return null;
            constant = values.Values[index].Name;
        }
        else
        {
            error = $"access '{relocation.Access}' to a type, expected '0'";
            if (relocation.Access != "0")
                return null;
        }

        var question = new CoreQuestion(relocation, isBigEndian, path, constant);
        question.Local = path is not null ? CoreField.Answer(path, relocation.Kind, isBigEndian)
            : question.AnswerConstant(root) ?? question.AnswerType(root);
        error = question.Local.Problem ?? "";
        return error.Length == 0 ? question : null;
    }

    /// <summary>The answer of a candidate; null if it does not have what is asked for.</summary>
    public CoreAnswer? Answer(BtfType candidate)
    {
        if (_path is not null)
            return _path.FindIn(candidate) is { } path ? CoreField.Answer(path, _relocation.Kind, _isBigEndian) : null;
        if (_constant is not null)
            return AnswerConstant(candidate);
        var fits = _relocation.Kind == CoreRelocationKind.TypeMatches
            ? CoreCompatibility.Matches(_relocation.Type, candidate)
            : CoreCompatibility.OfTypes(_relocation.Type, candidate);
        return fits ? AnswerType(candidate) : null;
    }

    CoreAnswer? AnswerConstant(BtfType candidate)
    {
        if (_constant is null || candidate.Resolve() is not BtfEnum values)
            return null;
        foreach (var value in values.Values)
        {
            if (CoreNames.Match(value.Name, _constant))
            {
                return new(_relocation.Kind == CoreRelocationKind.EnumValue ? (ulong)value.Value : 1,
                    $"{BtfKindNames.Of(candidate)} {candidate.Name}::{value.Name} (type {candidate.Id})")
                { IsExact = true };
            }
        }

        return null;
    }

    CoreAnswer AnswerType(BtfType candidate)
    {
        var value = _relocation.Kind switch
        {
            CoreRelocationKind.TypeIdLocal or CoreRelocationKind.TypeIdTarget => candidate.Id,
            CoreRelocationKind.TypeSize => candidate.SizeOf(),
            _ => 1,
        };
        return new((ulong)value, $"{BtfKindNames.Of(candidate)} {candidate.Name} (type {candidate.Id})")
        {
            // Merging the BTF of several objects renumbers types and leaves the instructions as they are.
            IsExact = _relocation.Kind is not (CoreRelocationKind.TypeIdLocal or CoreRelocationKind.TypeIdTarget),
        };
    }
}
