namespace Sluice.Click.Configuration;

/// <summary>A configuration that cannot run, with all that is wrong with it.</summary>
/// <param name="errors">The errors, at least one.</param>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : Exception(string.Join('\n', errors))
{
    /// <summary>All errors, in the order they were found.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;
}
