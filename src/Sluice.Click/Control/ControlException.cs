namespace Sluice.Click.Control;

/// <summary>A control command that failed.</summary>
/// <param name="code">The kind of failure.</param>
/// <param name="message">What the router says, without the code; perhaps of several lines.</param>
public sealed class ControlException(ControlCode code, string message) : Exception(message)
{
    /// <summary>The kind of failure.</summary>
    public ControlCode Code { get; } = code;
}
