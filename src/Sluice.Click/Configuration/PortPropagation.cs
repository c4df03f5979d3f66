using Sluice.Click.Elements;

namespace Sluice.Click.Configuration;

/// <summary>Carries push and pull from the ports that say so to agnostic ones: along connections, and through agnostic elements.</summary>
/// <remarks>Each port is settled once, from its nearest neighbour that is; where push and pull meet, nothing is done: that is an error, and
/// told by who looks for it.</remarks>
/// <param name="configuration">The configuration.</param>
/// <param name="classes">The class of each of its elements.</param>
/// <param name="flows">Their flow codes.</param>
/// <param name="ports">Their ports, as their classes say; settled as far as can be afterwards.</param>
sealed class PortPropagation(RouterConfiguration configuration, IReadOnlyList<ElementClass> classes, FlowCode[] flows, ElementPorts[] ports)
{
    readonly ILookup<(int Element, int Port), Connection> _byOutput = configuration.Connections.ToLookup(static found => (found.From, found.FromPort));
    readonly ILookup<(int Element, int Port), Connection> _byInput = configuration.Connections.ToLookup(static found => (found.To, found.ToPort));
    readonly Queue<(int Element, int Port, bool IsOutput)> _settled = new();

    /// <summary>Settles all ports that can be.</summary>
    public void Run()
    {
        for (var element = 0; element < ports.Length; element++)
        {
            Collect(element, ports[element].Inputs, isOutput: false);
            Collect(element, ports[element].Outputs, isOutput: true);
        }

        while (_settled.TryDequeue(out var port))
        {
            if (port.IsOutput)
                GoOnFromOutput(port.Element, port.Port);
            else
                GoOnFromInput(port.Element, port.Port);
        }
    }

    void Collect(int element, PortProcessing[] side, bool isOutput)
    {
        for (var port = 0; port < side.Length; port++)
        {
            if (side[port] != PortProcessing.Agnostic)
                _settled.Enqueue((element, port, isOutput));
        }
    }

    void GoOnFromOutput(int element, int port)
    {
        var processing = ports[element].Outputs[port];
        foreach (var connection in _byOutput[(element, port)])
            Settle(connection.To, connection.ToPort, isOutput: false, processing);
        if (ProcessingCode.Output(classes[element].Processing, port) != PortProcessing.Agnostic)
            return;
        for (var input = 0; input < ports[element].Inputs.Length; input++)
        {
            if (ports[element].Inputs[input] == PortProcessing.Agnostic && flows[element].Connects(input, port))
                Settle(element, input, isOutput: false, processing);
        }
    }

    void GoOnFromInput(int element, int port)
    {
        var processing = ports[element].Inputs[port];
        foreach (var connection in _byInput[(element, port)])
            Settle(connection.From, connection.FromPort, isOutput: true, processing);
        if (ProcessingCode.Input(classes[element].Processing, port) != PortProcessing.Agnostic)
            return;
        for (var output = 0; output < ports[element].Outputs.Length; output++)
        {
            if (ports[element].Outputs[output] == PortProcessing.Agnostic && flows[element].Connects(port, output))
                Settle(element, output, isOutput: true, processing);
        }
    }

    void Settle(int element, int port, bool isOutput, PortProcessing processing)
    {
        ref var place = ref (isOutput ? ports[element].Outputs : ports[element].Inputs)[port];
        if (place != PortProcessing.Agnostic)
            return;
        place = processing;
        _settled.Enqueue((element, port, isOutput));
    }
}
