using System.CommandLine;
using System.CommandLine.Completions;
using Sluice.Cli.Commands;
using Sluice.Kernel.Attachments;

namespace Sluice.Cli.Kernel;

/// <summary>Options that the commands for attachments share.</summary>
static class AttachmentOptions
{
    /// <summary><c>--dev</c>.</summary>
    public static Option<string> Device(string description = "The network interface", bool isRequired = true) =>
        new("--dev") { Description = description, HelpName = "IF", Required = isRequired };

    /// <summary><c>--hook</c>.</summary>
    public static Option<AttachHook> Hook(string description) => CommonOptions.Choice("--hook", description,
        ("any", AttachHook.Any), ("xdp", AttachHook.Xdp), ("tcx-ingress", AttachHook.TcxIngress), ("tcx-egress", AttachHook.TcxEgress),
        ("tc-ingress", AttachHook.TcIngress), ("tc-egress", AttachHook.TcEgress));

    /// <summary><c>--engine</c>, as <c>sluice run</c> has it: only the kernel has interfaces.</summary>
    public static Option<string> Engine()
    {
        var engine = new Option<string>("--engine")
        {
            Description = "Where it runs: what is attached runs in the kernel, 'user' is for 'sluice run'",
            HelpName = "user|kernel",
            DefaultValueFactory = _ => "kernel",
        };
        engine.CompletionSources.Add(_ => [new CompletionItem("kernel")]);
        engine.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "user" }])
                result.AddError("--engine user: expected kernel, which has the interfaces; for packets of a capture in user space: sluice run FILE --in CAPTURE");
            else if (result.Tokens is [{ Value: not "kernel" } word])
                result.AddError($"--engine '{word.Value}': expected user|kernel");
        });
        return engine;
    }

    /// <summary><c>--pin</c>.</summary>
    public static Option<string> Pins() => new("--pin")
    {
        Description = "Where attachments are pinned",
        HelpName = "DIR",
        DefaultValueFactory = _ => InterfaceAttachments.DefaultFolder,
    };
}
