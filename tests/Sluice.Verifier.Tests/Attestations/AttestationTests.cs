using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Attestations;

namespace Sluice.Verifier.Tests.Attestations;

public sealed class AttestationTests
{
    static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly (string Private, string Public) s_keys = TrustedKey.Generate();
    static readonly byte[] s_image = File.ReadAllBytes(Path.Combine(TestData.Examples, "firewall", "firewall.bpf.o"));
    static readonly byte[] s_envelope = Attestation.Sign(s_image, "firewall.bpf.o", s_keys.Private, s_now, lifetime: TimeSpan.FromDays(30));

    [Fact]
    public void Says_what_was_proved()
    {
        var statement = Attestation.Check(s_image, s_envelope, [new(s_keys.Public)], s_now);
        Assert.Equal("firewall.bpf.o", statement.Object);
        Assert.Equal(s_now, statement.Proved);
        var spec = BpfObject.Read(s_image, "firewall").Programs.Single();
        var program = statement.DemandProgram(Linker.Link(BpfObject.Read(s_image, "firewall"), spec));
        Assert.Equal(ProgramVerifier.Verify(BpfObject.Read(s_image, "firewall")).Programs[0].InstructionBound, program.InstructionBound);
        Assert.Equal("xdp", program.Type);
    }

    [Fact]
    public void Each_fault_has_its_own_error()
    {
        TrustedKey key = new(s_keys.Public);
        Fails(AttestationFault.UnknownKey, s_image, s_envelope, new TrustedKey(TrustedKey.Generate().Public));
        Fails(AttestationFault.RevokedKey, s_image, s_envelope, key with { IsRevoked = true });
        Fails(AttestationFault.ExpiredKey, s_image, s_envelope, key with { Expires = s_now });
        Fails(AttestationFault.Malformed, s_image, s_envelope[..^10], key);
        Fails(AttestationFault.Malformed, s_image, "{}"u8.ToArray(), key);
        Fails(AttestationFault.Malformed, s_image, s_envelope, new TrustedKey("no key"));
        Fails(AttestationFault.Expired, s_image, s_envelope, s_now.AddDays(30), key);
        var changed = s_image.ToArray();
        changed[^1] ^= 1;
        Fails(AttestationFault.OtherObject, changed, s_envelope, key);
        var payload = JsonDocument.Parse(s_envelope).RootElement.GetProperty("payload").GetBytesFromBase64();
        var forged = Encoding.UTF8.GetString(s_envelope).Replace(Convert.ToBase64String(payload),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace("sluice", "linux", StringComparison.Ordinal))), StringComparison.Ordinal);
        Fails(AttestationFault.BadSignature, s_image, Encoding.UTF8.GetBytes(forged), key);
    }

    [Fact]
    public void Every_changed_byte_of_the_envelope_is_noticed()
    {
        for (var index = 0; index < s_envelope.Length; index += 7)
        {
            var changed = s_envelope.ToArray();
            changed[index] ^= 4;
            try
            {
                var statement = Attestation.Check(s_image, changed, [new(s_keys.Public)], s_now);
                Assert.Equal(Statement.DigestOf(s_image), statement.Sha256); // White space and base64's spare bits say nothing.
            }
            catch (AttestationException)
            {
            }
        }
    }

    [Fact]
    public void A_statement_for_another_type_does_not_count()
    {
        var statement = Attestation.Check(s_image, s_envelope, [new(s_keys.Public)], s_now);
        var bpf = BpfObject.Read(s_image, "firewall");
        var other = Linker.Link(bpf, bpf.Programs.Single() with { Type = ProgramType.SchedClassifier });
        Assert.Equal(AttestationFault.OtherType, Assert.Throws<AttestationException>(() => statement.DemandProgram(other)).Fault);
    }

    [Fact]
    public void A_statement_of_the_first_version_says_to_sign_anew()
    {
        var (type, payload) = Content(s_envelope);
        var old = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace(Statement.PredicateType, "urn:sluice:verification:v1", StringComparison.Ordinal));
        using var signer = ECDsa.Create();
        signer.ImportFromPem(s_keys.Private);
        TrustedKey key = new(s_keys.Public);
        var envelope = Envelope(type, old, (key.Id, signer.SignData(Encoded(type, old), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        var error = Assert.Throws<AttestationException>(() => Attestation.Check(s_image, envelope, [key], s_now));
        Assert.Equal(AttestationFault.OldVersion, error.Fault);
        Assert.Contains("sign the object anew", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_pass_is_not_signed()
    {
        var image = File.ReadAllBytes(Path.Combine(TestData.CompiledObjects, "clang-19", "strings.o"));
        var error = Assert.Throws<AttestationException>(() => Attestation.Sign(image, "strings.o", s_keys.Private, s_now));
        Assert.Equal(AttestationFault.NotProved, error.Fault);
    }

    [Fact]
    public void Openssl_makes_keys_and_checks_signatures()
    {
        var folder = Directory.CreateTempSubdirectory("attestation").FullName;
        try
        {
            if (Shell(folder, "openssl ecparam -name prime256v1 -genkey -noout -out key.pem && openssl ec -in key.pem -pubout -out pub.pem") != 0)
                Assert.Skip("openssl is not installed");
            var envelope = Attestation.Sign(s_image, "firewall.bpf.o", File.ReadAllText(Path.Combine(folder, "key.pem")), s_now);
            var (type, payload) = Content(envelope);
            File.WriteAllBytes(Path.Combine(folder, "signed"), Encoded(type, payload));
            File.WriteAllBytes(Path.Combine(folder, "sig"), Signature(envelope));
            Assert.Equal(0, Shell(folder, "openssl dgst -sha256 -verify pub.pem -signature sig signed"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Openssl_signs_with_our_keys_and_we_check()
    {
        var folder = Directory.CreateTempSubdirectory("attestation").FullName;
        try
        {
            var (type, payload) = Content(s_envelope);
            var (secret, @public) = TrustedKey.Generate();
            File.WriteAllText(Path.Combine(folder, "key.pem"), secret);
            File.WriteAllBytes(Path.Combine(folder, "signed"), Encoded(type, payload));
            if (Shell(folder, "openssl version") != 0)
                Assert.Skip("openssl is not installed");
            Assert.Equal(0, Shell(folder, "openssl dgst -sha256 -sign key.pem -out sig signed"));
            TrustedKey key = new(@public);
            var envelope = Envelope(type, payload, (key.Id, File.ReadAllBytes(Path.Combine(folder, "sig"))));
            Assert.Equal("firewall.bpf.o", Attestation.Check(s_image, envelope, [key], s_now).Object);
            Fails(AttestationFault.UnknownKey, s_image, envelope, new TrustedKey(s_keys.Public));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void One_good_signature_of_several_is_enough()
    {
        var other = TrustedKey.Generate();
        var second = Attestation.Sign(s_image, "firewall.bpf.o", other.Private, s_now);
        var (type, payload) = Content(s_envelope);
        TrustedKey good = new(s_keys.Public), bad = new(other.Public);
        var envelope = Envelope(type, payload, (bad.Id, Signature(second)), (good.Id, Signature(s_envelope)));
        Assert.Equal(s_now, Attestation.Check(s_image, envelope, [bad, good], s_now).Proved);
        Assert.Equal(s_now, Attestation.Check(s_image, envelope, [bad with { IsRevoked = true }, good], s_now).Proved);
        Fails(AttestationFault.BadSignature, s_image, envelope, bad);
        Fails(AttestationFault.RevokedKey, s_image, envelope, good with { IsRevoked = true });
    }

    static (string Type, byte[] Payload) Content(byte[] envelope)
    {
        var root = JsonDocument.Parse(envelope).RootElement;
        return (root.GetProperty("payloadType").GetString()!, root.GetProperty("payload").GetBytesFromBase64());
    }

    static byte[] Signature(byte[] envelope) => JsonDocument.Parse(envelope).RootElement.GetProperty("signatures")[0].GetProperty("sig").GetBytesFromBase64();

    static byte[] Encoded(string type, byte[] payload) => [.. Encoding.UTF8.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload];

    static byte[] Envelope(string type, byte[] payload, params (string Id, byte[] Signature)[] signatures) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        payloadType = type,
        payload,
        signatures = signatures.Select(signature => new { keyid = signature.Id, sig = signature.Signature }),
    });

    static int Shell(string folder, string line)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", $"({line}) > /dev/null 2>&1"]) { WorkingDirectory = folder })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    static void Fails(AttestationFault fault, byte[] image, byte[] envelope, TrustedKey key) => Fails(fault, image, envelope, s_now, key);

    static void Fails(AttestationFault fault, byte[] image, byte[] envelope, DateTimeOffset now, TrustedKey key) =>
        Assert.Equal(fault, Assert.Throws<AttestationException>(() => Attestation.Check(image, envelope, [key], now)).Fault);
}
