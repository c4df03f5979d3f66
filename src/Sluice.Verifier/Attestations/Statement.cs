using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sluice.Verifier.Attestations;

/// <summary>What an attestation says: of which object, what was proved, by whom and when.</summary>
/// <remarks>An in-toto statement (v1) whose predicate is <see cref="PredicateType"/>.</remarks>
public sealed record Statement
{
    /// <summary>The type of the predicate.</summary>
    public const string PredicateType = "urn:sluice:verification:v2";

    // Its digests of programs covered less: see ProgramDigest.
    const string OldPredicateType = "urn:sluice:verification:v1";

    const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>The object's name.</summary>
    public required string Object { get; init; }

    /// <summary>The object's SHA-256, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What the proofs are for.</summary>
    public required VerifierMode Mode { get; init; }

    /// <summary>The verifier's version.</summary>
    public required string Verifier { get; init; }

    /// <summary>When it was proved.</summary>
    public required DateTimeOffset Proved { get; init; }

    /// <summary>When the attestation expires; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The programs.</summary>
    public required ImmutableArray<AttestedProgram> Programs { get; init; }

    /// <summary>The SHA-256 of an object, as a statement names it.</summary>
    public static string DigestOf(ReadOnlySpan<byte> image) => Convert.ToHexStringLower(SHA256.HashData(image));

    /// <summary>The statement as JSON.</summary>
    internal byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("_type", StatementType);
            json.WriteStartArray("subject");
            json.WriteStartObject();
            json.WriteString("name", Object);
            json.WriteStartObject("digest");
            json.WriteString("sha256", Sha256);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("predicateType", PredicateType);
            json.WriteStartObject("predicate");
            WritePredicate(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a statement.</summary>
    /// <exception cref="AttestationException">It is not one.</exception>
    internal static Statement Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (Text(root, "predicateType") == OldPredicateType)
            {
                throw new AttestationException(AttestationFault.OldVersion,
                    $"the attestation is of version 1 ('{OldPredicateType}'), which does not cover all that a proof rests on: prove and sign the object anew");
            }

            if (Text(root, "_type") != StatementType || Text(root, "predicateType") != PredicateType)
                throw Malformed($"found a statement of type '{Text(root, "predicateType")}', expected '{PredicateType}'");
            var (subject, predicate) = (root.GetProperty("subject")[0], root.GetProperty("predicate"));
            return new()
            {
                Object = Text(subject, "name"),
                Sha256 = Text(subject.GetProperty("digest"), "sha256"),
                Mode = Text(predicate, "mode") == "linux" ? VerifierMode.Linux : VerifierMode.Sluice,
                Verifier = Text(predicate, "verifier"),
                Proved = predicate.GetProperty("proved").GetDateTimeOffset(),
                Expires = predicate.TryGetProperty("expires", out var expires) ? expires.GetDateTimeOffset() : null,
                Programs = [.. predicate.GetProperty("programs").EnumerateArray().Select(ReadProgram)],
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw Malformed($"the statement is truncated or lacks a part: {error.Message}");
        }
    }

    void WritePredicate(Utf8JsonWriter json)
    {
        json.WriteString("mode", Mode == VerifierMode.Linux ? "linux" : "sluice");
        json.WriteString("verifier", Verifier);
        json.WriteString("proved", Proved.ToString("O", CultureInfo.InvariantCulture));
        if (Expires is { } expires)
            json.WriteString("expires", expires.ToString("O", CultureInfo.InvariantCulture));
        json.WriteStartArray("programs");
        foreach (var program in Programs)
        {
            json.WriteStartObject();
            json.WriteString("name", program.Name);
            json.WriteString("section", program.Section);
            json.WriteString("type", program.Type);
            json.WriteNumber("instruction_bound", program.InstructionBound);
            json.WriteNumber("stack_bytes", program.StackBytes);
            json.WriteString("sha256", program.Digest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static AttestedProgram ReadProgram(JsonElement program) => new(Text(program, "name"), Text(program, "section"), Text(program, "type"),
        program.GetProperty("instruction_bound").GetUInt64(), program.GetProperty("stack_bytes").GetInt32(), Text(program, "sha256"));

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    static AttestationException Malformed(string message) => new(AttestationFault.Malformed, message);
}
