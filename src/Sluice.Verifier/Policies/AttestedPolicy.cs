using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Verifier.Attestations;

namespace Sluice.Verifier.Policies;

/// <summary>Lets only programs in of which a trusted key says that they were proved. Nothing is verified here.</summary>
/// <remarks>
/// A program must be the one that was proved in all that its proof rests on (<see cref="ProgramDigest"/>): its type, its
/// instructions after relocation, the shapes of its maps, the values of its frozen data. So <c>.rodata</c> that was set after
/// signing is refused, and so are relocations against other types than those it was signed for.
/// </remarks>
public sealed class AttestedPolicy : ILoadPolicy
{
    readonly Statement _statement;
    readonly TimeProvider _time;

    AttestedPolicy(Statement statement, TimeProvider time) => (_statement, _time) = (statement, time);

    /// <summary>Checks an object's attestation, and makes a policy that lets its programs in.</summary>
    /// <param name="image">The object file's bytes.</param>
    /// <param name="envelope">The attestation.</param>
    /// <param name="keys">The keys that count.</param>
    /// <param name="time">Tells what has expired; null for the system's clock.</param>
    /// <exception cref="AttestationException">It does not hold; the fault says why.</exception>
    public static AttestedPolicy Open(
        ReadOnlySpan<byte> image, ReadOnlyMemory<byte> envelope, IEnumerable<TrustedKey> keys, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        return new(Attestation.Check(image, envelope, keys, time.GetUtcNow()), time);
    }

    /// <summary>What was proved.</summary>
    public Statement Statement => _statement;

    /// <inheritdoc/>
    /// <exception cref="AttestationException">The attestation does not cover a program, or has expired since.</exception>
    public void Admit(IReadOnlyList<LinkedProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        _statement.DemandCurrent(_time.GetUtcNow());
        foreach (var program in programs)
            _statement.DemandProgram(program);
    }
}
