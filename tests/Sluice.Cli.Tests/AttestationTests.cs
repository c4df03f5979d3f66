using System.Security.Cryptography;

namespace Sluice.Cli.Tests;

public sealed class AttestationTests
{
    [Fact]
    public void Signs_and_checks()
    {
        using var folder = new TemporaryFolder();
        var drop = Checkout.Example("drop/drop.bpf.o");
        Sluice.Succeed("key", "generate", folder["key"]);
        Sluice.Succeed("sign", drop, "--key", folder["key"], "-o", folder["attestation"]);
        Assert.Contains("xdp/drop  xdp, at most 2 instructions",
            Sluice.Succeed("check", drop, "--key", folder["key.pub"], "--attestation", folder["attestation"]).Out, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["key"]));

        var other = Sluice.Run("check", Checkout.Example("firewall/firewall.bpf.o"), "--key", folder["key.pub"], "--attestation", folder["attestation"]);
        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith("sluice: the attestation is about an object with SHA-256", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_nothing_that_does_not_pass_and_overwrites_no_key()
    {
        using var folder = new TemporaryFolder();
        Sluice.Succeed("key", "generate", folder["key"]);
        Assert.Equal(1, Sluice.Run("key", "generate", folder["key"]).ExitCode);
        var run = Sluice.Run("sign", Path.Combine(Checkout.Objects, "clang-19", "strings.o"), "--key", folder["key"], "-o", folder["attestation"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'indexes' does not pass", run.Error, StringComparison.Ordinal);
        run = Sluice.Run("sign", Checkout.Example("drop/drop.bpf.o"), "--key", folder["key.pub"], "-o", folder["attestation"]);
        Assert.Equal((1, $"sluice: {folder["key.pub"]}: the signing key is a public key, expected the private one\n"), (run.ExitCode, run.Error));
        Assert.False(File.Exists(folder["attestation"]));
    }

    // secp256k1, brainpoolP256r1 and P-384: two have 256 bits as well. What the platform lacks is refused like the others.
    [Theory]
    [InlineData("1.3.132.0.10")]
    [InlineData("1.3.36.3.3.2.8.1.1.7")]
    [InlineData("1.3.132.0.34")]
    public void Keys_on_other_curves_are_refused(string curve)
    {
        using var folder = new TemporaryFolder();
        try
        {
            using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
            File.WriteAllText(folder["key"], key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(folder["key.pub"], key.ExportSubjectPublicKeyInfoPem());
        }
        catch (PlatformNotSupportedException)
        {
            Assert.Skip("the platform has no such curve");
        }

        Assert.Contains("is not an ECDSA key on P-256", Sluice.Run("key", "id", folder["key.pub"]).Error, StringComparison.Ordinal);
        Assert.Contains("is not an ECDSA key on P-256", Sluice.Run("sign", Checkout.Example("drop/drop.bpf.o"), "--key", folder["key"], "-o", folder["a"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_expire_and_are_revoked()
    {
        using var folder = new TemporaryFolder();
        var drop = Checkout.Example("drop/drop.bpf.o");
        Sluice.Succeed("key", "generate", folder["a"], "--days", "30");
        Sluice.Succeed("key", "generate", folder["b"]);
        Assert.StartsWith("Expires: ", File.ReadAllText(folder["a.pub"]), StringComparison.Ordinal);
        File.WriteAllText(folder["both"], File.ReadAllText(folder["a.pub"]) + File.ReadAllText(folder["b.pub"]));
        Sluice.Succeed("sign", drop, "--key", folder["b"], "-o", folder["attestation"]);
        Sluice.Succeed("check", drop, "--key", folder["both"], "--attestation", folder["attestation"]);

        var ids = Sluice.Succeed("key", "id", folder["both"]).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, ids.Length);
        File.WriteAllText(folder["revoked"], $"# lost\n{ids[1]}\n");
        Fails($"the key {ids[1]} that signed it is revoked", "--key", folder["both"], "--revoked", folder["revoked"]);
        Fails("which is not trusted here", "--key", folder["a.pub"]);
        File.WriteAllText(folder["old"], "Expires: 2020-01-31\n" + File.ReadAllText(folder["b.pub"]));
        Fails("expired at 2020-01-31", "--key", folder["old"]);
        File.WriteAllText(folder["wrong"], "no id\n");
        Fails("wrong:1: found 'no id', expected a key's id", "--key", folder["both"], "--revoked", folder["wrong"]);
        Fails("found no public key in PEM", "--key", folder["revoked"]);
        File.WriteAllText(folder["attestation"], "{");
        Fails($"{folder["attestation"]}: line 1, byte 2: found no JSON, expected a DSSE envelope", "--key", folder["both"]);
        File.WriteAllText(folder["attestation"], "[]");
        Fails($"{folder["attestation"]}: found other JSON, expected a DSSE envelope", "--key", folder["both"]);

        void Fails(string message, params string[] options)
        {
            var run = Sluice.Run(["check", drop, "--attestation", folder["attestation"], .. options]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Signs_as_the_type_that_an_element_gives_a_program()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["open.s"], ".program open section=\"bpffilter\"\n  r0 = 1\n  exit\n");
        Sluice.Succeed("asm", folder["open.s"], "-o", folder["open.o"]);
        Sluice.Succeed("key", "generate", folder["key"]);
        foreach (var (type, options) in new[] { ("click_filter", Array.Empty<string>()), ("click_rewriter", ["--type", "click_rewriter"]) })
        {
            Sluice.Succeed(["sign", folder["open.o"], "--key", folder["key"], "-o", folder["attestation"], .. options]);
            Assert.Contains($"bpffilter/open  {type}, at most 2 instructions",
                Sluice.Succeed("check", folder["open.o"], "--key", folder["key.pub"], "--attestation", folder["attestation"]).Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Constants_are_signed_with_their_values()
    {
        using var folder = new TemporaryFolder();
        var firewall = Checkout.Example("firewall/firewall.bpf.o");
        Sluice.Succeed("key", "generate", folder["key"]);
        Sluice.Succeed("sign", firewall, "--key", folder["key"], "-o", folder["plain"]);
        Sluice.Succeed("sign", firewall, "--key", folder["key"], "-o", folder["set"], "--set", "burst=20");
        var (plain, set) = (Digest("plain"), Digest("set"));
        Assert.NotEqual(plain, set);

        string? Digest(string name) => Sluice.Succeed("check", firewall, "--key", folder["key.pub"], "--attestation", folder[name], "--json")
            .Json.GetProperty("programs")[0].GetProperty("sha256").GetString();
    }
}
