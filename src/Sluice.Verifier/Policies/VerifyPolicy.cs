using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;

namespace Sluice.Verifier.Policies;

/// <summary>Proves every program when it is loaded, and lets none in that does not pass.</summary>
/// <param name="options">How; null for <see cref="VerifierOptions.Default"/>. What they say of linking counts for nothing: the
/// engine links.</param>
public sealed class VerifyPolicy(VerifierOptions? options = null) : ILoadPolicy
{
    /// <inheritdoc/>
    /// <exception cref="NotProvedException">A program does not pass.</exception>
    public void Admit(IReadOnlyList<LinkedProgram> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        foreach (var program in programs)
        {
            var report = ProgramVerifier.Verify(program, options);
            if (!report.Passed)
                throw new NotProvedException(report);
        }
    }
}
