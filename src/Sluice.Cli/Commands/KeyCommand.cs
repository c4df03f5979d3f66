using System.CommandLine;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice key</c>: keys for attestations.</summary>
static class KeyCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("key", "Make keys for signing.")
    {
        Subcommands = { Generate(terminal), Id(terminal) },
        Examples = ["sluice key generate sluice.key", "sluice key generate sluice.key --days 365 && sluice key id sluice.key.pub"],
    };

    static SluiceCommand Generate(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; the public one goes to FILE.pub" };
        var days = CommonOptions.Days("How long signatures by the key count [default: for ever]");
        var command = new SluiceCommand("generate", "Make an ECDSA key on P-256, in PEM.")
        {
            Arguments = { file },
            Options = { days },
            Examples = ["sluice key generate sluice.key", "sluice key generate sluice.key --days 365"],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var (secret, @public) = TrustedKey.Generate();
            if (parsed.GetResult(days) is not null)
                @public = TrustedKey.WithExpiry(@public, DateTimeOffset.UtcNow.AddDays(parsed.GetValue(days)));
            WriteSecret(path, secret);
            File.WriteAllText(path + ".pub", @public);
            terminal.Out.WriteLine($"{path}: the private key, for 'sluice sign'\n{path}.pub: the public key, for 'sluice check'");
        });
        return command;
    }

    static SluiceCommand Id(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Public keys, in PEM" };
        var command = new SluiceCommand("id", "Print the ids of public keys, by which attestations and lists of revoked keys name them.")
        {
            Arguments = { file },
            Examples = ["sluice key generate sluice.key > /dev/null && sluice key id sluice.key.pub"],
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            foreach (var key in TrustedKey.ReadAll(File.ReadAllText(path), path))
                terminal.Out.WriteLine(key.Id);
        });
        return command;
    }

    // Nobody else may read it, from the start; a key that exists is never overwritten.
    static void WriteSecret(string path, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(secret);
    }
}
