namespace Sluice.Click.Control;

/// <summary>A control packet that is not taken. The message says why, for the log of the router: the sender gets no answer.</summary>
public sealed class ControlPacketException(string message) : Exception(message);
