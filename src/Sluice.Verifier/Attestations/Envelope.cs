using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Verifier.Attestations;

/// <summary>A signed payload: a DSSE envelope, JSON.</summary>
/// <remarks>
/// The signature is ECDSA on P-256 with SHA-256, in DER, over DSSE's pre-authentication encoding: <c>DSSEv1</c>, the type's
/// length and the type, the payload's length and the payload, with blanks between.
/// </remarks>
static class Envelope
{
    const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Signs a payload.</summary>
    public static byte[] Sign(byte[] payload, ECDsa key)
    {
        var signature = key.SignData(Encode(payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("payloadType", PayloadType);
            json.WriteBase64String("payload", payload);
            json.WriteStartArray("signatures");
            json.WriteStartObject();
            json.WriteString("keyid", TrustedKey.IdOf(key));
            json.WriteBase64String("sig", signature);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>The payload, if one of the keys signed it.</summary>
    /// <exception cref="AttestationException">None did, or it is no envelope.</exception>
    public static byte[] Open(ReadOnlyMemory<byte> envelope, IEnumerable<TrustedKey> keys, DateTimeOffset now)
    {
        var (payload, signatures) = Read(envelope);
        var encoded = Encode(payload);
        AttestationException? fault = null;
        foreach (var trusted in keys.OrderByDescending(trusted => signatures.Exists(signature => trusted.Looks(signature.KeyId))))
        {
            using var key = TrustedKey.ImportPem(trusted.Pem, "a trusted key");
            var id = TrustedKey.IdOf(key);
            foreach (var (_, signature) in signatures.Where(signature => signature.KeyId == id))
            {
                var found = FaultOf(trusted, id, now) ?? (key.VerifyData(encoded, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                    ? null
                    : new(AttestationFault.BadSignature, $"the signature by key {id} does not fit: the statement was changed"));
                if (found is null)
                    return payload;
                fault ??= found; // Another key may have signed it, too.
            }
        }

        throw fault ?? new(AttestationFault.UnknownKey,
            $"it is signed by {string.Join(", ", signatures.Select(signature => $"key {signature.KeyId}"))}, which is not trusted here");
    }

    static AttestationException? FaultOf(TrustedKey trusted, string id, DateTimeOffset now) =>
        trusted.IsRevoked ? new(AttestationFault.RevokedKey, $"the key {id} that signed it is revoked")
        : trusted.Expires <= now ? new(AttestationFault.ExpiredKey, $"the key {id} that signed it expired at {trusted.Expires:u}")
        : null;

    static (byte[] Payload, List<(string KeyId, byte[] Signature)> Signatures) Read(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            using var document = JsonDocument.Parse(envelope);
            var root = document.RootElement;
            if (root.GetProperty("payloadType").GetString() != PayloadType)
                throw new AttestationException(AttestationFault.Malformed, $"found a payload of another type, expected {PayloadType}");
            var signatures = root.GetProperty("signatures").EnumerateArray()
                .Select(signature => (signature.GetProperty("keyid").GetString() ?? "", signature.GetProperty("sig").GetBytesFromBase64())).ToList();
            return (root.GetProperty("payload").GetBytesFromBase64(), signatures);
        }
        catch (JsonException error)
        {
            throw new AttestationException(AttestationFault.Malformed,
                $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: found no JSON, expected a DSSE envelope: it is truncated, or another file");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new AttestationException(AttestationFault.Malformed, "found other JSON, expected a DSSE envelope with payloadType, payload and signatures");
        }
    }

    static byte[] Encode(byte[] payload) =>
        [.. Encoding.UTF8.GetBytes($"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} "), .. payload];
}
