using Sluice.Chains.Code.Native;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Cli.Output;
using Sluice.Kernel.Attachments;
using Sluice.Kernel.Links;

namespace Sluice.Cli.Chains;

/// <summary>Attaches, replaces and detaches scripts as the command line says.</summary>
static class ChainAttachment
{
    /// <summary>Attaches a script.</summary>
    /// <param name="terminal">Where its warnings go.</param>
    /// <param name="path">The script.</param>
    /// <param name="options">What it is compiled with.</param>
    /// <param name="device">The interface, or null for those that the script names.</param>
    /// <param name="tier">How its chains are to be executed.</param>
    /// <param name="counting">What they count.</param>
    /// <param name="pins">Where it is kept.</param>
    public static void Attach(Terminal terminal, string path, ScriptOptions options, string? device, ChainTier tier, ChainCounting counting, string pins)
    {
        var unit = InterfaceNames.Resolve(ScriptUnits.Compile(terminal, path, options), IndexOf);
        var links = unit.Loaders.SelectMany(loader => device is null
            ? loader.Attachments.Select(attachment => new ChainLink(loader.Name, attachment.Device, attachment.Mode))
            : [new ChainLink(loader.Name, device, loader.Attachments.Select(attachment => attachment.Mode).FirstOrDefault("xdp"))]).ToArray();
        if (links.Length == 0 && unit.Loaders.Length > 0)
            throw new CommandException($"{path}: the script attaches its loader nowhere: say --dev, or write {unit.Loaders[0].Name}.attach('eth0', 'xdp')");
        using var turn = NamespaceLock.Take();
        var result = Deployment(pins, unit.Name, options).Attach(unit, Path.GetFullPath(path), links, tier, counting);
        foreach (var link in links)
            terminal.Out.WriteLine($"attached {unit.Name} to {link.Device} by {link.Program}, {Describe(result)}");
        Explain(terminal, result);
    }

    /// <summary>Replaces the script of this name that runs.</summary>
    /// <param name="terminal">Where its warnings go.</param>
    /// <param name="path">The script.</param>
    /// <param name="options">What it is compiled with.</param>
    /// <param name="device">An interface to which it must be attached; null for any.</param>
    /// <param name="tier">How its chains are to be executed; null for as before.</param>
    /// <param name="counting">What they count; null for what they counted before.</param>
    /// <param name="pins">Where it is kept.</param>
    public static void Replace(Terminal terminal, string path, ScriptOptions options, string? device, ChainTier? tier, ChainCounting? counting, string pins)
    {
        var unit = InterfaceNames.Resolve(ScriptUnits.Compile(terminal, path, options), IndexOf);
        using var turn = NamespaceLock.Take();
        var deployment = Deployment(pins, unit.Name, options);
        if (device is not null && deployment.Running is { } running && running.Links.All(link => link.Device != device))
        {
            throw new CommandException($"{unit.Name}: found it attached to {string.Join(", ", running.Links.Select(link => link.Device).Distinct())}, "
                + $"expected {device} (--dev): replace it there, or attach it here once it is detached");
        }

        var result = deployment.Replace(unit, Path.GetFullPath(path), tier, counting);
        terminal.Out.WriteLine($"replaced {unit.Name}, {Describe(result)}");
        Explain(terminal, result);
    }

    /// <summary>Detaches the scripts that are attached to an interface.</summary>
    /// <returns>What was done, a line each.</returns>
    public static IReadOnlyList<string> Detach(string device, string pins)
    {
        var lines = new List<string>();
        using var turn = NamespaceLock.Take();
        foreach (var name in KernelChainHost.Find(pins))
        {
            var deployment = Deployment(pins, name, new() { Catalogue = PackageCatalogue.Shipped });
            if (deployment.Running is not { } running || running.Links.All(link => link.Device != device))
                continue;
            deployment.Detach();
            lines.AddRange(running.Links.Select(link => $"detached {name} from {link.Device}"));
        }

        return lines;
    }

    static uint IndexOf(string name) => Interfaces.All().FirstOrDefault(device => device.Name == name) is { Name: not null } found
        ? (uint)found.Index
        : throw new CommandException($"found no interface '{name}', which the script names in a map, expected one of {string.Join(", ", Interfaces.All().Select(device => device.Name))}");

    static ChainDeployment Deployment(string pins, string name, ScriptOptions options) =>
        new(new KernelChainHost(pins, name), ScriptUnits.PackagesOf(options));

    static string Describe(DeploymentResult result) =>
        $"{Names.Snake(result.Tier.ToString())}{(result.IsPatched ? ", by map updates alone" : "")}, live after {result.Live.TotalMilliseconds:0.0} ms";

    static void Explain(Terminal terminal, DeploymentResult result)
    {
        if (result.Refusal.Length > 0)
            terminal.Error.WriteLine($"sluice: interpreted only: {result.Refusal}");
    }
}
