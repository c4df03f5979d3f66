using Sluice.Bpf.Linking;
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
    /// <param name="options">What to prove, and the types that relocations are applied against.</param>
    /// <param name="lifetime">How long the attestation counts; null for ever.</param>
    /// <param name="prepare">Sets variables of the object before it is proved; null for none. The attestation then holds for
    /// these values of its constants only.</param>
    /// <returns>The envelope, to be kept beside the object.</returns>
    /// <exception cref="AttestationException">A program does not pass, or the key is none.</exception>
    /// <exception cref="BpfFormatException">It is no object.</exception>
    /// <exception cref="BpfLinkException">A program names something that does not exist.</exception>
    public static byte[] Sign(
        ReadOnlyMemory<byte> image, string name, string privateKey, DateTimeOffset now, VerifierOptions? options = null,
        TimeSpan? lifetime = null, Func<BpfObject, BpfObject>? prepare = null)
    {
        using var key = TrustedKey.ImportPrivatePem(privateKey, "the signing key");
        options ??= VerifierOptions.Default;
        var bpf = BpfObject.Read(image, name);
        if (prepare is not null)
            bpf = prepare(bpf);
        var statement = new Statement
        {
            Object = Path.GetFileName(name),
            Sha256 = Statement.DigestOf(image.Span),
            Mode = options.Mode,
            Verifier = $"sluice {typeof(Attestation).Assembly.GetName().Version?.ToString(3)}",
            Proved = now,
            Expires = now + lifetime,
            Programs = [.. bpf.Programs.Select(program => Prove(ProgramVerifier.Link(bpf, program, options), options, name))],
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
        statement.DemandCurrent(now);
        var digest = Statement.DigestOf(image);
        return statement.Sha256 == digest ? statement : throw new AttestationException(AttestationFault.OtherObject,
            $"the attestation is about an object with SHA-256 {statement.Sha256}, but this one has {digest}");
    }

    /// <summary>Demands that a statement has not expired.</summary>
    /// <exception cref="AttestationException">It has.</exception>
    public static void DemandCurrent(this Statement statement, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (statement.Expires <= now)
            throw new AttestationException(AttestationFault.Expired, $"the attestation expired at {statement.Expires:u}: prove and sign the object anew");
    }

    /// <summary>Demands that a statement covers a program, as its type, with these instructions and constants.</summary>
    /// <exception cref="AttestationException">It does not.</exception>
    public static AttestedProgram DemandProgram(this Statement statement, LinkedProgram program)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(program);
        var type = TypeName(program);
        var known = statement.Programs.FirstOrDefault(known => known.Name == program.Name && known.Section == program.Spec.Section)
            ?? throw new AttestationException(AttestationFault.OtherProgram,
                $"the attestation does not cover program '{program.Name}' of section '{program.Spec.Section}'");
        if (known.Type != type)
        {
            throw new AttestationException(AttestationFault.OtherType,
                $"the attestation covers program '{program.Name}' as {known.Type}, not as {type}");
        }

        return known.Digest == ProgramDigest.Of(program) ? known : throw new AttestationException(AttestationFault.OtherCode,
            $"program '{program.Name}' is not as it was proved: constants were set or relocations applied after signing ('sluice sign' takes --set and --btf too)");
    }

    static AttestedProgram Prove(LinkedProgram program, VerifierOptions options, string name)
    {
        var report = ProgramVerifier.Verify(program, options);
        return report.Passed
            ? new(report.Program, program.Spec.Section, TypeName(program), report.InstructionBound, report.StackBytes, ProgramDigest.Of(program))
            : throw new AttestationException(AttestationFault.NotProved,
                $"{name}: '{report.Program}' does not pass ({report.Rejections[0].Reason}): nothing is signed; 'sluice verify' explains");
    }

    static string TypeName(LinkedProgram program) => ProgramTypeTable.Find(program.Spec.Type)?.Name ?? program.Spec.Type.ToString();
}
