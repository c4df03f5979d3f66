using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Information;

/// <summary><c>PortInfo</c>: gives names to ports of TCP and UDP: <c>PortInfo(web 80/tcp, cache 3128)</c>.</summary>
sealed class PortInfo : Element
{
    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        foreach (var argument in arguments.Everything())
        {
            var words = ArgumentText.SplitWords(argument);
            if (words.Count == 0)
                continue;
            var parts = words.Count == 2 ? words[1].Split('/') : [];
            if (parts is [_] or [_, "tcp" or "udp" or "tcpudp"] && ArgumentTypes.Port.Parse(parts[0], arguments.Scope, out var port))
                Router.Names.Define(ElementNames.Prefix(Name) + words[0], port);
            else
                arguments.Error($"found `{argument}`, expected a name and a port, such as `web 80/tcp`");
        }

        _ = arguments.Complete();
    }
}
