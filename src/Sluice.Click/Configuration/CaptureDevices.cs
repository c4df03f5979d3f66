using Sluice.Click.Arguments;

namespace Sluice.Click.Configuration;

/// <summary>Puts captures in the place of a configuration's devices, so that it runs anywhere, always the same.</summary>
/// <param name="inputs">The capture that packets of a device come from, by device.</param>
/// <param name="outputs">The capture that packets for a device go to, by device.</param>
public sealed class CaptureDevices(IReadOnlyDictionary<string, string> inputs, IReadOnlyDictionary<string, string> outputs)
{
    static readonly string[] s_sources = ["FromDevice", "FromDevice.u", "PollDevice", "FromHost", "FromTap"];
    static readonly string[] s_sinks = ["ToDevice", "ToDevice.u", "ToHost", "ToHostSniffers", "ToTap"];

    /// <summary>The configuration with captures for devices.</summary>
    /// <exception cref="IOException">A device that is to be replaced is not in the configuration.</exception>
    public RouterConfiguration Replace(RouterConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        HashSet<string> used = [];
        var elements = configuration.Elements.Select(element =>
        {
            var isSource = Array.IndexOf(s_sources, element.ClassName) >= 0;
            if (!isSource && Array.IndexOf(s_sinks, element.ClassName) < 0)
                return element;
            var device = ArgumentText.SplitArguments(element.Arguments) is [var first, ..] ? ArgumentText.UnquoteText(first) : "";
            device = device.StartsWith("DEVNAME ", StringComparison.Ordinal) ? device[8..].Trim() : device;
            if (!(isSource ? inputs : outputs).TryGetValue(device, out var capture))
                return element;
            used.Add((isSource ? "in " : "out ") + device);
            // The last packet of a capture is the end of the run.
            return element with
            {
                ClassName = isSource ? "FromDump" : "ToDump",
                Arguments = ArgumentText.Quote(capture) + (isSource ? ", STOP true" : ""),
            };
        }).ToArray();
        CheckUsed(inputs.Keys, "in", used);
        CheckUsed(outputs.Keys, "out", used);
        return configuration with { Elements = elements };
    }

    static void CheckUsed(IEnumerable<string> devices, string side, HashSet<string> used)
    {
        if (devices.FirstOrDefault(device => !used.Contains($"{side} {device}")) is { } missing)
            throw new IOException($"--{side} {missing}: found no {(side == "in" ? "FromDevice" : "ToDevice")}({missing}) in the configuration");
    }
}
