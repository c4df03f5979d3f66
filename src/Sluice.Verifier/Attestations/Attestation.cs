using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier.Attestations;

/// <summary>Proves and signs an object once; checks the signature where it runs.</summary>
public static class Attestation
{
    /// <summary>Verifies every program of an object and signs what was proved.</summary>
    /// <param name="image">The object file's bytes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="privateKey">The key in PEM.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">What to prove.</param>
    /// <param name="lifetime">How long the attestation counts; null for ever.</param>
    /// <returns>The envelope, to be kept beside the object.</returns>
    /// <exception cref="AttestationException">A program does not pass, or the key is none.</exception>
    /// <exception cref="BpfFormatException">It is no object.</exception>
    public static byte[] Sign(
        ReadOnlyMemory<byte> image, string name, string privateKey, DateTimeOffset now, VerifierOptions? options = null, TimeSpan? lifetime = null)
    {
        using var key = TrustedKey.Read(privateKey, "the signing key");
        var report = ProgramVerifier.Verify(BpfObject.Read(image, name), options);
        if (report.Programs.FirstOrDefault(program => !program.Passed) is { } failed)
        {
            throw new AttestationException(AttestationFault.NotProved,
                $"{name}: '{failed.Program}' does not pass ({failed.Rejections[0].Reason}): nothing is signed; 'sluice verify' explains");
        }

        var statement = new Statement
        {
            Object = Path.GetFileName(name),
            Sha256 = Statement.DigestOf(image.Span),
            Mode = report.Mode,
            Verifier = $"sluice {typeof(Attestation).Assembly.GetName().Version?.ToString(3)}",
            Proved = now,
            Expires = now + lifetime,
            Programs = [.. report.Programs.Select(program => new AttestedProgram(program.Program, program.Section,
                ProgramTypeTable.Find(program.Type)!.Name, program.InstructionBound, program.StackBytes))],
        };
        return Envelope.Sign(statement.ToJson(), key);
    }

    /// <summary>Checks that a trusted key says of exactly this object that it was proved.</summary>
    /// <param name="image">The object file's bytes.</param>
    /// <param name="envelope">The attestation.</param>
    /// <param name="keys">The keys that count.</param>
    /// <param name="now">The time.</param>
    /// <returns>What was proved.</returns>
    /// <exception cref="AttestationException">It does not hold; the fault says why.</exception>
    public static Statement Check(ReadOnlySpan<byte> image, ReadOnlyMemory<byte> envelope, IEnumerable<TrustedKey> keys, DateTimeOffset now)
    {
        var statement = Statement.Read(Envelope.Open(envelope, keys, now));
        if (statement.Expires <= now)
            throw new AttestationException(AttestationFault.Expired, $"the attestation expired at {statement.Expires:u}");
        var digest = Statement.DigestOf(image);
        return statement.Sha256 == digest ? statement : throw new AttestationException(AttestationFault.OtherObject,
            $"the attestation is about an object with SHA-256 {statement.Sha256}, but this one has {digest}");
    }

    /// <summary>Demands that a statement covers a program, as its type.</summary>
    /// <exception cref="AttestationException">It does not.</exception>
    public static AttestedProgram DemandProgram(this Statement statement, ProgramSpec program)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(program);
        var type = ProgramTypeTable.Find(program.Type)?.Name ?? program.Type.ToString();
        return statement.Programs.FirstOrDefault(known => known.Name == program.Name && known.Section == program.Section && known.Type == type)
            ?? throw new AttestationException(AttestationFault.OtherProgram,
                $"the attestation does not cover program '{program.Name}' of section '{program.Section}' as {type}");
    }
}
