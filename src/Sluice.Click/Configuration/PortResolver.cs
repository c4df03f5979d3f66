using Sluice.Click.Elements;
using Sluice.Click.Language;

namespace Sluice.Click.Configuration;

/// <summary>Finds out which ports of a flat configuration push and which pull, and whether its connections make sense.</summary>
public sealed class PortResolver
{
    readonly RouterConfiguration _configuration;
    readonly IReadOnlyList<ElementClass> _classes;
    readonly List<ConfigurationError> _errors = [];
    readonly ElementPorts[] _ports;
    readonly FlowCode[] _flows;

    PortResolver(RouterConfiguration configuration, IReadOnlyList<ElementClass> classes)
    {
        (_configuration, _classes) = (configuration, classes);
        _ports = new ElementPorts[classes.Count];
        var codes = classes.Select(static type => type.Flow).Distinct().ToDictionary(static code => code, FlowCode.Of);
        _flows = [.. classes.Select(type => codes[type.Flow])];
    }

    /// <summary>Resolves all ports.</summary>
    /// <param name="configuration">The configuration. What is missing at its <see cref="RouterConfiguration.Doubtful"/> elements is no error here.</param>
    /// <param name="classes">The class of each of its elements.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>The ports of each element; where there are errors, as far as they are known.</returns>
    public static IReadOnlyList<ElementPorts> Resolve(
        RouterConfiguration configuration, IReadOnlyList<ElementClass> classes, ICollection<ConfigurationError> errors)
    {
        var resolver = new PortResolver(configuration, classes);
        resolver.CountPorts();
        resolver.CheckUnused();
        resolver.Propagate();
        resolver.CheckDirections();
        resolver.CheckShared();
        resolver._errors.AddRange(LoopFinder.Find(configuration, classes));
        foreach (var error in resolver._errors)
            errors.Add(error);
        return resolver._ports;
    }

    void CountPorts()
    {
        var (inputs, outputs) = (new int[_ports.Length], new int[_ports.Length]);
        foreach (var connection in _configuration.Connections)
        {
            inputs[connection.To] = Math.Max(inputs[connection.To], connection.ToPort + 1);
            outputs[connection.From] = Math.Max(outputs[connection.From], connection.FromPort + 1);
        }

        for (var i = 0; i < _ports.Length; i++)
        {
            var type = _classes[i];
            Check(i, inputs[i], PortCount.Inputs(type.Ports), "input");
            Check(i, outputs[i], PortCount.Outputs(type.Ports, inputs[i]), "output");
            _ports[i] = new ElementPorts(
                [.. Enumerable.Range(0, inputs[i]).Select(port => ProcessingCode.Input(type.Processing, port))],
                [.. Enumerable.Range(0, outputs[i]).Select(port => ProcessingCode.Output(type.Processing, port))]);
        }
    }

    void Check(int element, int count, PortCount allowed, string kind)
    {
        if (allowed.Allows(count) || _configuration.Doubtful.Contains(element))
            return;
        var declaration = _configuration.Elements[element];
        var plural = allowed is { Least: 1, Most: 1 } ? "" : "s";
        _errors.Add(new ConfigurationError(declaration.Position,
            $"{declaration}: found {count} {kind}{(count == 1 ? "" : "s")} connected, expected {allowed} {kind}{plural}")
        { Rule = ClickRules.PortCount });
    }

    void CheckUnused()
    {
        var used = _configuration.Connections.SelectMany(static c => new[] { (c.From, c.FromPort, true), (c.To, c.ToPort, false) }).ToHashSet();
        for (var i = 0; i < _ports.Length; i++)
        {
            for (var port = 0; port < _ports[i].Inputs.Length; port++)
                Report(used.Contains((i, port, false)), i, $"input {port} is not connected");
            for (var port = 0; port < _ports[i].Outputs.Length; port++)
                Report(used.Contains((i, port, true)), i, $"output {port} is not connected");
        }

        void Report(bool fine, int element, string message)
        {
            var declaration = _configuration.Elements[element];
            if (!fine && !_configuration.Doubtful.Contains(element))
                _errors.Add(new ConfigurationError(declaration.Position, $"{declaration}: {message}, though a higher one is") { Rule = ClickRules.UnusedPort });
        }
    }

    /// <summary>Carries push and pull along connections and through agnostic elements; what is still open then pushes.</summary>
    void Propagate()
    {
        new PortPropagation(_configuration, _classes, _flows, _ports).Run();
        foreach (var ports in _ports)
        {
            Close(ports.Inputs);
            Close(ports.Outputs);
        }

        static void Close(PortProcessing[] ports)
        {
            foreach (ref var port in ports.AsSpan())
                port = port == PortProcessing.Agnostic ? PortProcessing.Push : port;
        }
    }

    void CheckDirections()
    {
        foreach (var connection in _configuration.Connections)
        {
            var from = _ports[connection.From].Outputs[connection.FromPort];
            var to = _ports[connection.To].Inputs[connection.ToPort];
            if (from != to)
            {
                _errors.Add(new ConfigurationError(connection.Position,
                    $"found {Word(from)} output {connection.FromPort} of {_configuration.Elements[connection.From]} connected to {Word(to)} input "
                    + $"{connection.ToPort} of {_configuration.Elements[connection.To]}, expected both to push or both to pull"
                    + (from == PortProcessing.Push ? ": put a Queue between them" : ": put an Unqueue between them"))
                { Rule = ClickRules.PushPullConflict });
            }
        }

        CheckAgnosticElements();
    }

    /// <summary>An agnostic element between push on one side and pull on the other does not work either.</summary>
    void CheckAgnosticElements()
    {
        for (var i = 0; i < _ports.Length; i++)
        {
            if (FindConflict(i) is not var (input, output))
                continue;
            var declaration = _configuration.Elements[i];
            _errors.Add(new ConfigurationError(declaration.Position,
                $"{declaration}: found a {Word(_ports[i].Inputs[input])} input {input} and a {Word(_ports[i].Outputs[output])} output {output}, "
                + "expected both to push or both to pull")
            { Rule = ClickRules.PushPullConflict });
        }
    }

    (int Input, int Output)? FindConflict(int element)
    {
        var (inputs, outputs) = (_ports[element].Inputs, _ports[element].Outputs);
        var code = _classes[element].Processing;
        for (var input = 0; input < inputs.Length; input++)
        {
            for (var output = 0; output < outputs.Length; output++)
            {
                if (inputs[input] != outputs[output] && ProcessingCode.Input(code, input) == PortProcessing.Agnostic
                    && ProcessingCode.Output(code, output) == PortProcessing.Agnostic && _flows[element].Connects(input, output))
                    return (input, output);
            }
        }

        return null;
    }

    /// <summary>A push output leads to one input, a pull input comes from one output.</summary>
    void CheckShared()
    {
        foreach (var group in _configuration.Connections.GroupBy(static c => (c.From, c.FromPort)).Where(static g => g.Count() > 1))
        {
            if (_configuration.Doubtful.Contains(group.Key.From))
                continue;
            _errors.Add(new ConfigurationError(group.ElementAt(1).Position,
                $"{_configuration.Elements[group.Key.From]}: output {group.Key.FromPort} is connected {group.Count()} times, expected once: use Tee")
            { Rule = ClickRules.RepeatedConnection });
        }

        foreach (var group in _configuration.Connections.GroupBy(static c => (c.To, c.ToPort)).Where(static g => g.Count() > 1))
        {
            if (_ports[group.Key.To].Inputs[group.Key.ToPort] == PortProcessing.Pull && !_configuration.Doubtful.Contains(group.Key.To))
            {
                _errors.Add(new ConfigurationError(group.ElementAt(1).Position,
                    $"{_configuration.Elements[group.Key.To]}: pull input {group.Key.ToPort} is connected {group.Count()} times, expected once: use a scheduler such as RoundRobinSched")
                { Rule = ClickRules.RepeatedConnection });
            }
        }
    }

    static string Word(PortProcessing processing) => processing == PortProcessing.Push ? "push" : "pull";
}
