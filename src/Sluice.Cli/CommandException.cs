namespace Sluice.Cli;

/// <summary>Something in what the user asked for cannot be done; the message says what and what to do instead.</summary>
public sealed class CommandException(string message) : Exception(message);
