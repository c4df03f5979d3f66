namespace Sluice.Click.Configuration;

/// <summary>How packets move through an element's ports: a code such as <c>a/ah</c>, <c>h/l</c> or <c>l</c>.</summary>
/// <remarks>Click's manual, "Processing types": h is push, l is pull, a agnostic; the last letter counts for all further ports.</remarks>
public static class ProcessingCode
{
    /// <summary>What an input does.</summary>
    public static PortProcessing Input(string code, int port) => At(Side(code, false), port);

    /// <summary>What an output does.</summary>
    public static PortProcessing Output(string code, int port) => At(Side(code, true), port);

    static string Side(string code, bool outputs)
    {
        var slash = code.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? code : outputs ? code[(slash + 1)..] : code[..slash];
    }

    static PortProcessing At(string side, int port) => side.Length == 0 ? PortProcessing.Agnostic : side[Math.Min(port, side.Length - 1)] switch
    {
        'h' => PortProcessing.Push,
        'l' => PortProcessing.Pull,
        _ => PortProcessing.Agnostic,
    };
}
