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
        Assert.False(File.Exists(folder["attestation"]));
    }
}
