using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;

namespace Sluice.Click.Routing;

/// <summary>The handlers of a router as a whole; Click's manual, "Global handlers".</summary>
static class GlobalHandlers
{
    /// <summary>All of them.</summary>
    public static HandlerTable Of(Router router)
    {
        var table = new HandlerTable();
        table.Read("version", static () => typeof(Router).Assembly.GetName().Version?.ToString(3) ?? "", "Sluice's version", HandlerFlags.Calm);
        table.Read("config", () => router.Configuration.Text.Length > 0 ? router.Configuration.Text : FlatText.Write(router.Configuration), "the configuration as it was written",
            HandlerFlags.Calm);
        table.Read("flatconfig", () => FlatText.Write(router.Configuration), "the configuration without compound elements", HandlerFlags.Calm);
        table.Read("list", () => $"{router.Elements.Count}\n" + Lines(router.Elements.Select(static element => element.Name)),
            "number and names of the elements", HandlerFlags.Calm);
        table.Read("classes", static () => Lines(ElementClasses.All.Select(static type => type.Name)), "all element classes", HandlerFlags.Calm);
        table.Read("requirements", () => Lines(router.Configuration.Requirements), "what the configuration requires", HandlerFlags.Calm);
        table.Read("driver", static () => "userlevel", "the driver: elements run in a process of their own", HandlerFlags.Calm);
        table.Read("packets_out", () => router.Pool.Outstanding, "packets that elements hold at the moment");
        table.Write("hotconfig", text => HotSwap(router, text), "puts another configuration in this one's place", HandlerFlags.Raw | HandlerFlags.Concurrent);
        table.Read("inherited", () => Lines(router.Inherited.Select(static element => element.Name)), "elements that took over state in the last hot swap", HandlerFlags.Calm);
        table.Button("stop", router.RequestStop, "stops the router");
        table.Read("handlers", () => ElementHandlers.List(table), "these handlers", HandlerFlags.Calm);
        return table;
    }

    // The new router is made beside the old one, which goes on; only the swap itself is done between two tasks.
    static void HotSwap(Router router, string text)
    {
        var loader = router.Options.Service<ConfigurationLoader>() ?? throw new HandlerException("this router takes no other configuration");
        var driver = router.Driver ?? throw new HandlerException("this router does not run");
        var next = loader.Load(new SourceText("hotconfig", text), router.Options, out var found);
        driver.Swap(next ?? throw new HandlerException(string.Join('\n', found.Select(error => DiagnosticText.Write(error)))));
    }

    static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(static line => line + "\n"));
}
