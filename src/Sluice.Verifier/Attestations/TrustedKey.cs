using System.Globalization;
using System.Security.Cryptography;

namespace Sluice.Verifier.Attestations;

/// <summary>A public key whose signatures count.</summary>
/// <param name="Pem">The key in PEM: SubjectPublicKeyInfo of an ECDSA key on P-256, as openssl writes it.</param>
public sealed record TrustedKey(string Pem)
{
    const string PublicKeyLabel = "PUBLIC KEY", ExpiresHeader = "Expires:", RevokedHeader = "Revoked:";

    /// <summary>When it stops to count; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Does it count no longer, whatever it signed and when?</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Its name in envelopes and in lists of revoked keys: the SHA-256 of its SubjectPublicKeyInfo, in hexadecimal.</summary>
    /// <exception cref="AttestationException">It is not an ECDSA key on P-256.</exception>
    public string Id
    {
        get
        {
            using var key = ImportPem(Pem, "a trusted key");
            return IdOf(key);
        }
    }

    /// <summary>Makes a key pair.</summary>
    /// <returns>Both keys in PEM; the private one as PKCS #8.</returns>
    public static (string Private, string Public) Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key.ExportPkcs8PrivateKeyPem() + "\n", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    /// <summary>A public key in PEM with a line before it that says when it stops to count.</summary>
    public static string WithExpiry(string pem, DateTimeOffset expires) =>
        string.Create(CultureInfo.InvariantCulture, $"{ExpiresHeader} {expires:yyyy-MM-ddTHH:mm:ssK}\n{pem}");

    /// <summary>Reads all public keys of a file: PEM blocks one after the other.</summary>
    /// <param name="text">The file's text. Before a key may stand <c>Expires: 2027-01-31</c> and <c>Revoked: yes</c>, which
    /// RFC 7468 calls explanatory text, so that openssl reads such a file too.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="AttestationException">There is none, or one is not an ECDSA key on P-256, or a date is none.</exception>
    public static IReadOnlyList<TrustedKey> ReadAll(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var keys = new List<TrustedKey>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!rest[fields.Label].SequenceEqual(PublicKeyLabel))
                throw Malformed($"{name}: found a {rest[fields.Label]}, expected public keys only");
            TrustedKey key = new(rest[fields.Location].ToString());
            ImportPem(key.Pem, name).Dispose();
            keys.Add(WithHeaders(key, rest[..fields.Location.Start], name));
        }

        return keys.Count > 0 ? keys : throw Malformed($"{name}: found no public key in PEM (-----BEGIN {PublicKeyLabel}-----)");
    }

    /// <summary>Is this the key called <paramref name="id"/>, as far as a look at its text tells?</summary>
    /// <remarks>Quicker than importing a key. The same key can be written in several ways, so a no is no answer.</remarks>
    internal bool Looks(string id)
    {
        Span<byte> bytes = stackalloc byte[256];
        return PemEncoding.TryFind(Pem, out var fields) && Convert.TryFromBase64Chars(Pem.AsSpan()[fields.Base64Data], bytes, out var length)
            && Convert.ToHexStringLower(SHA256.HashData(bytes[..length])) == id;
    }

    /// <summary>A key's name in envelopes.</summary>
    internal static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>Reads a key, public or private, in PEM.</summary>
    /// <exception cref="AttestationException">It is not an ECDSA key on P-256.</exception>
    internal static ECDsa ImportPem(string pem, string what)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            // Said below, for both cases alike.
        }

        key.Dispose();
        throw Malformed($"{what} is not an ECDSA key on P-256 in PEM (openssl ecparam -name prime256v1 -genkey)");
    }

    /// <summary>Reads a private key in PEM.</summary>
    /// <exception cref="AttestationException">It is not an ECDSA key on P-256, or only the public one.</exception>
    internal static ECDsa ImportPrivatePem(string pem, string what)
    {
        var key = ImportPem(pem, what);
        try
        {
            CryptographicOperations.ZeroMemory(key.ExportParameters(includePrivateParameters: true).D);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw Malformed($"{what} is a public key, expected the private one");
        }
    }

    static TrustedKey WithHeaders(TrustedKey key, ReadOnlySpan<char> before, string name)
    {
        foreach (var line in before.EnumerateLines())
        {
            if (line.StartsWith(RevokedHeader, StringComparison.OrdinalIgnoreCase))
                key = key with { IsRevoked = true };
            if (!line.StartsWith(ExpiresHeader, StringComparison.OrdinalIgnoreCase))
                continue;
            var date = line[ExpiresHeader.Length..].Trim();
            if (!DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
                throw Malformed($"{name}: found '{ExpiresHeader} {date}', expected a date such as 2027-01-31");
            key = key with { Expires = expires };
        }

        return key;
    }

    static AttestationException Malformed(string message) => new(AttestationFault.Malformed, message);
}
