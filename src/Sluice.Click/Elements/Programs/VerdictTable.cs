namespace Sluice.Click.Elements.Programs;

/// <summary>What a program's results mean; those that it does not hold are errors.</summary>
/// <param name="verdicts">By result, from 0; those that pass lie side by side.</param>
sealed class VerdictTable(params Verdict[] verdicts)
{
    readonly int _firstPass = Array.IndexOf(verdicts, Verdict.Pass);
    readonly int _lastPass = Array.LastIndexOf(verdicts, Verdict.Pass);

    /// <summary>What a result means.</summary>
    public Verdict this[int result] => (uint)result < (uint)verdicts.Length ? verdicts[result] : Verdict.Abort;

    /// <summary>Do all results mean that the packet passes?</summary>
    public bool AllPass(ReadOnlySpan<int> results) => results.IndexOfAnyExceptInRange(_firstPass, _lastPass) < 0;
}
