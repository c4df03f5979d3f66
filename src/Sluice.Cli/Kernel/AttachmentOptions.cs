using System.CommandLine;
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

    /// <summary><c>--pin</c>.</summary>
    public static Option<string> Pins() => new("--pin")
    {
        Description = "Where attachments are pinned",
        HelpName = "DIR",
        DefaultValueFactory = _ => InterfaceAttachments.DefaultFolder,
    };
}
