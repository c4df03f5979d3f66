using System.Security.Cryptography;

namespace Sluice.Verifier.Attestations;

/// <summary>A public key whose signatures count.</summary>
/// <param name="Pem">The key in PEM: SubjectPublicKeyInfo of an ECDSA key on P-256, as openssl writes it.</param>
public sealed record TrustedKey(string Pem)
{
    /// <summary>When it stops to count; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Does it count no longer, whatever it signed and when?</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Makes a key pair.</summary>
    /// <returns>Both keys in PEM; the private one as PKCS #8.</returns>
    public static (string Private, string Public) Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key.ExportPkcs8PrivateKeyPem() + "\n", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    /// <summary>A key's name in envelopes: the SHA-256 of its SubjectPublicKeyInfo, in hexadecimal.</summary>
    internal static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>Reads a key, public or private, in PEM.</summary>
    /// <exception cref="AttestationException">It is not an ECDSA key on P-256.</exception>
    internal static ECDsa Read(string pem, string what)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256)
                return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            // Said below, for both cases alike.
        }

        key.Dispose();
        throw new AttestationException(AttestationFault.Malformed, $"{what} is not an ECDSA key on P-256 in PEM (openssl ecparam -name prime256v1 -genkey)");
    }
}
