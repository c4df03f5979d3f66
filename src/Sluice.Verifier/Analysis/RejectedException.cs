namespace Sluice.Verifier.Analysis;

/// <summary>Ends a path of the analysis.</summary>
sealed class RejectedException(Rejection rejection) : Exception(rejection.Reason)
{
    /// <summary>Why.</summary>
    public Rejection Rejection { get; } = rejection;
}
