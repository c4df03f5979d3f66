using System.CommandLine;
using Sluice.Cli.Verification;
using Sluice.Click.Programs;

namespace Sluice.Cli.Click;

/// <summary>The options by which a router is told which eBPF programs it may run.</summary>
sealed class ProgramOptions
{
    readonly Option<string[]> _keys = PolicyOptions.Keys(required: false);

    readonly Option<string?> _revoked = PolicyOptions.Revoked();

    readonly Option<bool> _unsigned = new("--allow-unsigned") { Description = "Run programs without a signature where an element's SIGNATURE is none, in the sandbox" };

    readonly Option<bool> _insecure = new("--insecure-control") { Description = "Take control packets that nobody has authenticated" };

    /// <summary>Gives a command these options.</summary>
    public static ProgramOptions AddTo(Command command)
    {
        ProgramOptions options = new();
        command.Options.Add(options._keys);
        command.Options.Add(options._revoked);
        command.Options.Add(options._unsigned);
        command.Options.Add(options._insecure);
        return options;
    }

    /// <summary>What they say.</summary>
    /// <exception cref="Verifier.Attestations.AttestationException">A file holds no keys.</exception>
    public ProgramPolicy Read(ParseResult parsed) => new()
    {
        Keys = [.. new PolicySettings(PolicyKind.Attested, parsed.GetValue(_keys) ?? [], Revoked: parsed.GetValue(_revoked)).TrustedKeys()],
        AllowUnsigned = parsed.GetValue(_unsigned),
        InsecureControl = parsed.GetValue(_insecure),
    };
}
