namespace Sluice.Fuzzing.Running;

/// <summary>What came of trying a program.</summary>
public enum TrialOutcome
{
    /// <summary>The verifier rejects it: nothing is claimed, and nothing was run.</summary>
    Rejected,

    /// <summary>It is accepted, but asks for what the in-process engine does not have, or may run too long to wait for.</summary>
    NotRun,

    /// <summary>It is accepted, and ran as was proved.</summary>
    Held,

    /// <summary>It is accepted, but did what it may not, or what was proved not to happen.</summary>
    Broken,
}
