namespace Sluice.Click.Arguments;

/// <summary>A kind of argument: how it is read, and what to call it in messages and help.</summary>
/// <param name="Expected">What is expected, with its article: "an IPv4 address".</param>
/// <param name="Parse">Reads it.</param>
public sealed record ArgumentType<T>(string Expected, ArgumentParser<T> Parse);
