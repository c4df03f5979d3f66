namespace Sluice.Verifier.States;

/// <summary>Which ids of one state stand for which of another, while the two are compared.</summary>
sealed class IdMap
{
    /// <summary>Stands for a plain number, which needs no id to equal another.</summary>
    public const int Constant = int.MinValue;

    /// <summary>Stands for a null pointer.</summary>
    public const int Null = int.MinValue + 1;

    (int Wide, int Narrow, long Shift)[] _pairs = new (int, int, long)[16];
    int _count;
    int _unique;

    /// <summary>Starts anew.</summary>
    public void Clear() => (_count, _unique) = (0, int.MinValue + 2);

    /// <summary>Which of the narrow state's ids each of the wide one's stands for; null if some stands for more than an id.</summary>
    public Dictionary<int, int>? Renaming()
    {
        var names = new Dictionary<int, int>();
        foreach (var (wide, narrow, shift) in _pairs.AsSpan(0, _count))
        {
            if (shift != 0 || narrow == Null)
                return null;
            if (narrow > 0)
                names[wide] = narrow;
        }

        return names;
    }

    /// <summary>Does <paramref name="narrow"/> stand for <paramref name="wide"/>, everywhere at the same distance?</summary>
    public bool Matches(int wide, int narrow, long shift)
    {
        if (wide == 0)
            return true;
        for (var index = 0; index < _count; index++)
        {
            if (_pairs[index].Wide == wide)
                return narrow != 0 && _pairs[index].Narrow == narrow && _pairs[index].Shift == shift;
        }

        if (_count == _pairs.Length)
            Array.Resize(ref _pairs, _count * 2);
        _pairs[_count++] = (wide, narrow != 0 ? narrow : _unique++, shift);
        return true;
    }
}
