using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Cli.Commands;

namespace Sluice.Cli.Verification;

/// <summary>The options by which a command is told which programs it may load: <c>--policy</c>, <c>--key</c>,
/// <c>--attestation</c>, <c>--revoked</c>.</summary>
sealed class PolicyOptions
{
    readonly Option<PolicyKind> _policy = CommonOptions.Choice("--policy", "What must be known of a program before it is loaded",
        ("none", PolicyKind.None), ("verify", PolicyKind.Verify), ("attested", PolicyKind.Attested));

    readonly Option<string[]> _keys = Keys(required: false);

    readonly Option<string?> _attestation = Attestation();

    readonly Option<string?> _revoked = Revoked();

    PolicyOptions(string @default) => _policy.Description = $"What must be known of a program before it is loaded [default: {@default}]";

    /// <summary>Gives a command these options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="default">In words: which policy counts where none is given, and no key.</param>
    public static PolicyOptions AddTo(Command command, string @default)
    {
        PolicyOptions options = new(@default);
        command.Options.Add(options._policy);
        command.Options.Add(options._keys);
        command.Options.Add(options._attestation);
        command.Options.Add(options._revoked);
        command.Validators.Add(options.Validate);
        return options;
    }

    /// <summary><c>--key</c>, of public keys.</summary>
    public static Option<string[]> Keys(bool required) => new("--key")
    {
        Description = "Public keys that count, in PEM; the file may hold several, and the option may be given several times",
        HelpName = "FILE",
        Required = required,
    };

    /// <summary><c>--attestation</c>.</summary>
    public static Option<string?> Attestation() =>
        new("--attestation") { Description = $"The attestation [default: OBJ{PolicySettings.AttestationEnding}]", HelpName = "FILE" };

    /// <summary><c>--revoked</c>.</summary>
    public static Option<string?> Revoked() =>
        new("--revoked") { Description = "Keys that count no longer: an id a line, as 'sluice key id' prints it", HelpName = "FILE" };

    /// <summary>What the command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="fallback">The policy where none is given; a key alone asks for <see cref="PolicyKind.Attested"/>.</param>
    public PolicySettings Read(ParseResult parsed, PolicyKind fallback = PolicyKind.None)
    {
        var keys = parsed.GetValue(_keys) ?? [];
        var kind = parsed.GetResult(_policy) is not null ? parsed.GetValue(_policy) : keys.Length > 0 ? PolicyKind.Attested : fallback;
        return new(kind, keys, parsed.GetValue(_attestation), parsed.GetValue(_revoked));
    }

    void Validate(CommandResult result)
    {
        var hasKeys = result.GetResult(_keys) is not null;
        if (result.GetResult(_policy) is null)
        {
            if (!hasKeys && (result.GetResult(_attestation) ?? result.GetResult(_revoked)) is not null)
                result.AddError("--attestation, --revoked: expected --key with them, which says whom to trust");
            return;
        }

        var isAttested = result.GetValue(_policy) == PolicyKind.Attested;
        if (isAttested && !hasKeys)
            result.AddError("--policy attested: expected --key with it, which says whom to trust");
        if (!isAttested && hasKeys)
            result.AddError("--key: expected --policy attested, or no --policy, with it");
    }
}
