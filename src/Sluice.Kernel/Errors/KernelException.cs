using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Errors;

/// <summary>The kernel refused something.</summary>
/// <remarks>The message says what was asked, what the kernel answered, and, where that is known, what is missing.</remarks>
public class KernelException : Exception
{
    /// <summary>Makes one from what the kernel answered.</summary>
    /// <param name="subject">What it was about: <c>map 'flows'</c>.</param>
    /// <param name="operation">What was tried: <c>create</c>.</param>
    /// <param name="error">The kernel's answer.</param>
    /// <param name="reason">Why, or what is missing; empty if nobody knows more than the number says.</param>
    public KernelException(string subject, string operation, Errno error, string reason = "")
        : base($"{subject}: cannot {operation}: {(reason.Length > 0 ? $"{reason} ({ErrorText.Name(error)})" : ErrorText.Describe(error))}")
    {
        Subject = subject;
        Operation = operation;
        Error = error;
    }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>What the kernel answered.</summary>
    public Errno Error { get; }
}
