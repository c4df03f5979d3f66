namespace Sluice.Verifier.Attestations;

/// <summary>Why an attestation is not accepted.</summary>
public enum AttestationFault
{
    /// <summary>The envelope or the statement is truncated, or not what it should be.</summary>
    Malformed,

    /// <summary>The statement was made by a verifier whose statements do not cover all that a proof rests on.</summary>
    OldVersion,

    /// <summary>No trusted key made the signature.</summary>
    UnknownKey,

    /// <summary>The key that made it is revoked.</summary>
    RevokedKey,

    /// <summary>The key that made it has expired.</summary>
    ExpiredKey,

    /// <summary>The signature does not fit the statement.</summary>
    BadSignature,

    /// <summary>The attestation has expired.</summary>
    Expired,

    /// <summary>The statement is about another object: a byte was changed.</summary>
    OtherObject,

    /// <summary>The statement does not cover the program.</summary>
    OtherProgram,

    /// <summary>The statement covers the program as another type.</summary>
    OtherType,

    /// <summary>The program is not the one that was proved: its constants, relocations or maps were changed since.</summary>
    OtherCode,

    /// <summary>The object has a program that does not pass, so there is nothing to sign.</summary>
    NotProved,
}
