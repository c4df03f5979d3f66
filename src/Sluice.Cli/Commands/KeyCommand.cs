using System.CommandLine;
using Sluice.Verifier.Attestations;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice key</c>: keys for attestations.</summary>
static class KeyCommand
{
    public static Command Create(Terminal terminal) => new SluiceCommand("key", "Make keys for signing.")
    {
        Subcommands = { Generate(terminal) },
        Examples = ["sluice key generate sluice.key"],
    };

    static Command Generate(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Where the private key goes; the public one goes to FILE.pub" };
        var command = new Command("generate", "Make an ECDSA key on P-256, in PEM.") { Arguments = { file } };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var (secret, @public) = TrustedKey.Generate();
            WriteSecret(path, secret);
            File.WriteAllText(path + ".pub", @public);
            terminal.Out.WriteLine($"{path}: the private key, for 'sluice sign'\n{path}.pub: the public key, for 'sluice check'");
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
