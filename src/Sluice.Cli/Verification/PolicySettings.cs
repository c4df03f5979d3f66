using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Verifier;
using Sluice.Verifier.Attestations;
using Sluice.Verifier.Policies;

namespace Sluice.Cli.Verification;

/// <summary>What the command line says of which programs may be loaded.</summary>
/// <param name="Kind">What must be known of them.</param>
/// <param name="Keys">Files of public keys that count.</param>
/// <param name="Attestation">The attestation's file; null for the one beside the object.</param>
/// <param name="Revoked">A file with the ids of keys that count no longer, or null.</param>
sealed record PolicySettings(PolicyKind Kind, IReadOnlyList<string> Keys, string? Attestation = null, string? Revoked = null)
{
    /// <summary>What an attestation's file is called: the object's name and this.</summary>
    public const string AttestationEnding = ".attestation.json";

    /// <summary>Reads an object, and the policy that decides whether an engine may load its programs.</summary>
    /// <param name="path">The object's file.</param>
    /// <param name="mode">What proofs that are made now are for.</param>
    /// <returns>The object, and the policy to give to the engine; null where nothing is demanded.</returns>
    /// <exception cref="AttestationException">The attestation does not hold.</exception>
    public (BpfObject Object, ILoadPolicy? Policy) Open(string path, VerifierMode mode)
    {
        var image = File.ReadAllBytes(path); // Once: what is checked is what is loaded.
        var @object = BpfObject.Read(image, path);
        ILoadPolicy? policy = Kind switch
        {
            PolicyKind.Verify => new VerifyPolicy(new TargetKernel(null).For(@object, new() { Mode = mode })),
            PolicyKind.Attested => Open(path, image),
            _ => null,
        };
        return (@object, policy);
    }

    /// <summary>Checks that the attestation of an object holds.</summary>
    /// <returns>What was proved.</returns>
    /// <exception cref="AttestationException">It does not hold.</exception>
    public Statement Check(string path)
    {
        var keys = TrustedKeys();
        return Named(FileOf(path), () => Verifier.Attestations.Attestation.Check(File.ReadAllBytes(path), File.ReadAllBytes(FileOf(path)), keys, DateTimeOffset.UtcNow));
    }

    /// <summary>Says of a file that is not what it should be which one it is.</summary>
    /// <exception cref="AttestationException">The file is not what it should be, or the attestation does not hold.</exception>
    public static T Named<T>(string file, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (AttestationException error) when (error.Fault == AttestationFault.Malformed)
        {
            throw new AttestationException(error.Fault, $"{file}: {error.Message}");
        }
    }

    AttestedPolicy Open(string path, byte[] image)
    {
        var keys = TrustedKeys();
        return Named(FileOf(path), () => AttestedPolicy.Open(image, File.ReadAllBytes(FileOf(path)), keys));
    }

    string FileOf(string path) => Attestation ?? path + AttestationEnding;

    /// <summary>The keys that count.</summary>
    /// <exception cref="AttestationException">A file holds something else.</exception>
    public IReadOnlyList<TrustedKey> TrustedKeys()
    {
        var keys = Keys.SelectMany(file => TrustedKey.ReadAll(File.ReadAllText(file), file));
        return [.. Revoked is { } list ? keys.Revoke(RevocationList.Read(File.ReadAllText(list), list)) : keys];
    }
}
