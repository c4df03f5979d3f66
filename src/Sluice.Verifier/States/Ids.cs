namespace Sluice.Verifier.States;

/// <summary>Hands out numbers that no other value of the same analysis has.</summary>
sealed class Ids
{
    int _last;

    /// <summary>The next.</summary>
    public int Next() => ++_last;
}
