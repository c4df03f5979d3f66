using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Verifier.Attestations;

namespace Sluice.Click.Programs;

/// <summary>A program that is checked and compiled, with its maps: all that an element needs to run it.</summary>
/// <param name="collection">The object, live.</param>
/// <param name="program">The name of the program that runs over packets.</param>
/// <param name="migration">The name of the program that carries state over, or null.</param>
/// <param name="request">What was asked for.</param>
/// <param name="statement">What was proved, and null where nothing was.</param>
/// <param name="reused">The maps that were there already.</param>
sealed class LoadedProgram(
    RuntimeCollection collection, string program, string? migration, ProgramRequest request, Statement? statement, IReadOnlyCollection<string> reused)
    : IDisposable
{
    /// <summary>The object, live.</summary>
    public RuntimeCollection Collection { get; } = collection;

    /// <summary>What runs over packets.</summary>
    public RuntimeProgram Program { get; } = collection.Program(program);

    /// <summary>What runs once before, to carry state over; or null.</summary>
    public RuntimeProgram? Migration { get; } = migration is null ? null : collection.Program(migration);

    /// <summary>What was asked for.</summary>
    public ProgramRequest Request { get; } = request;

    /// <summary>What was proved of the object; null where nobody vouches for it.</summary>
    public Statement? Statement { get; } = statement;

    /// <summary>Its maps that were there already.</summary>
    public IReadOnlyCollection<string> Reused { get; } = reused;

    /// <summary>Is it an XDP program?</summary>
    public bool IsXdp { get; } = collection.Program(program).Spec.Type == ProgramType.Xdp;

    /// <summary>Does it leave packets where they are?</summary>
    public bool IsFilter { get; } = collection.Program(program).Spec.Type == ProgramType.ClickFilter;

    /// <summary>What is known of its safety, in a line.</summary>
    public string Proof
    {
        get
        {
            if (Statement is not { } statement)
                return "unsigned, runs in the sandbox";
            var known = statement.Programs.First(known => known.Name == Program.Spec.Name && known.Section == Program.Spec.Section);
            return $"proved {statement.Proved:u} by {statement.Verifier} as {known.Type}, at most {known.InstructionBound} instructions a run, "
                + $"{known.StackBytes} bytes of stack{(statement.Expires is { } expires ? $", expires {expires:u}" : "")}";
        }
    }

    /// <summary>Gives the program up. Maps that others use stay.</summary>
    public void Dispose() => Collection.Dispose();
}
