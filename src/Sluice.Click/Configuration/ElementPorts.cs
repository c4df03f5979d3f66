namespace Sluice.Click.Configuration;

/// <summary>The ports that an element has in a configuration.</summary>
/// <param name="Inputs">What its inputs do, push or pull.</param>
/// <param name="Outputs">What its outputs do, push or pull.</param>
public sealed record ElementPorts(PortProcessing[] Inputs, PortProcessing[] Outputs);
