using System.Text;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;

namespace Sluice.Click.Tests.Elements;

/// <summary>Puts an element into a configuration that feeds all its inputs and drains all its outputs.</summary>
static class ElementHarness
{
    const int MostPorts = 3;

    /// <summary>The configuration.</summary>
    /// <param name="type">The element's class.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="pull">Are its agnostic ports pulled?</param>
    /// <param name="source">What makes packets, as a chain that ends in an arrow; empty for none.</param>
    public static string Around(ElementClass type, string arguments, bool pull, string source)
    {
        var parts = arguments.Split(ElementSamples.Companions, 2);
        var text = new StringBuilder(parts.Length > 1 ? $"{parts[1].Trim()}; " : "").Append($"x :: {type.Name}({parts[0].Trim()});");
        var inputs = Ports(PortCount.Inputs(type.Ports));
        var outputs = Ports(PortCount.Outputs(type.Ports, inputs));
        for (var port = 0; port < inputs; port++)
        {
            var pulled = ProcessingCode.Input(type.Processing, port) switch { PortProcessing.Pull => true, PortProcessing.Push => false, _ => pull };
            var feed = source.Length == 0 ? pulled ? "Idle -> " : "i" + port + " :: Idle -> " : pulled ? $"{source} Queue(2000) -> " : source + " ";
            _ = text.Append($" {feed}[{port}] x;");
        }

        for (var port = 0; port < outputs; port++)
        {
            var pulled = ProcessingCode.Output(type.Processing, port) switch { PortProcessing.Pull => true, PortProcessing.Push => false, _ => pull };
            _ = text.Append($" x [{port}] -> {(pulled ? "" : "Queue(1000) -> ")}d{port} :: Discard;");
        }

        return text.ToString();
    }

    static int Ports(PortCount count) => count.Least > 0 ? Math.Max(count.Least, Math.Min(2, count.Most)) : Math.Min(MostPorts, count.Most);
}
