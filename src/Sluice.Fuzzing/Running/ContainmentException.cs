namespace Sluice.Fuzzing.Running;

/// <summary>A machine that is not as was proved.</summary>
sealed class ContainmentException(string message) : Exception(message);
