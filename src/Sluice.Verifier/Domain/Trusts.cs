namespace Sluice.Verifier.Domain;

/// <summary>The order of <see cref="Trust"/>.</summary>
static class Trusts
{
    /// <summary>What holds of a value that is one or the other.</summary>
    /// <remarks>What is read from an object of any trust but <see cref="Trust.Walked"/> may be trusted less than what is read from one of that,
    /// so the two have only <see cref="Trust.None"/> in common.</remarks>
    public static Trust Join(Trust a, Trust b) => a == b ? a
        : a >= Trust.Rcu && b >= Trust.Rcu ? Trust.Rcu
        : Trust.None;

    /// <summary>Does all that is allowed with the wide one hold for the narrow one?</summary>
    public static bool IsWithin(Trust narrow, Trust wide) => Join(narrow, wide) == wide;
}
