using System.Collections.Immutable;
using Sluice.Verifier.Attestations;
using Sluice.Verifier.Policies;

namespace Sluice.Click.Programs;

/// <summary>Which programs a router runs, and how.</summary>
/// <remarks>
/// A program is proved and signed elsewhere; the router holds public keys and checks (Network Function Virtualization with UniBPF,
/// section 5.5). What a trusted key says was proved, as the type that the element gives it, runs unchecked.
/// </remarks>
public sealed record ProgramPolicy
{
    /// <summary>The signature of a program that has none.</summary>
    public const string NoSignature = "none";

    /// <summary>What the name of an attestation adds to its object's.</summary>
    public const string AttestationEnding = ".attestation.json";

    /// <summary>The keys that count.</summary>
    public ImmutableArray<TrustedKey> Keys { get; init; } = [];

    /// <summary>May programs without a signature run, in the sandbox, where an element's SIGNATURE is <c>none</c>?</summary>
    public bool AllowUnsigned { get; init; }

    /// <summary>Are control packets taken that nobody has authenticated?</summary>
    public bool InsecureControl { get; init; }

    /// <summary>Tells what has expired.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Checks what is said of an object.</summary>
    /// <param name="image">The object's bytes.</param>
    /// <param name="attestation">The attestation's file, or <see cref="NoSignature"/>.</param>
    /// <returns>What lets the object's programs in, and null where nothing is said of them and they run in the sandbox.</returns>
    /// <exception cref="AttestationException">The attestation does not hold.</exception>
    /// <exception cref="ProgramException">There is none, and there must be one.</exception>
    public AttestedPolicy? Check(ReadOnlySpan<byte> image, string attestation)
    {
        if (attestation == NoSignature)
        {
            return AllowUnsigned ? null : throw new ProgramException(
                $"SIGNATURE is {NoSignature}: programs without a signature run only where the router is started with --allow-unsigned");
        }

        return Keys.IsEmpty
            ? throw new ProgramException("the router trusts no key, expected one to check signatures with: --key PUB")
            : AttestedPolicy.Open(image, ProgramFiles.Read(attestation, "SIGNATURE"), Keys, Time);
    }
}
