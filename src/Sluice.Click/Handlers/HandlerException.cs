namespace Sluice.Click.Handlers;

/// <summary>A handler that cannot do what it was called for; the message is for the caller, without the handler's name.</summary>
/// <param name="message">What was found and what was expected.</param>
public sealed class HandlerException(string message) : Exception(message);
