using Sluice.Bpf.Linking;

namespace Sluice.Bpf.Engine;

/// <summary>Decides which programs an engine may load. Engines ask before they make anything, so a refusal leaves nothing.</summary>
/// <remarks>
/// What is asked about is the program as it will run: linked, relocated, with the values of its frozen maps. An engine that
/// has a policy fills frozen maps with these values itself, or sees that a live map in their place holds the same.
/// </remarks>
public interface ILoadPolicy
{
    /// <summary>Demands that all of the programs may be loaded.</summary>
    /// <param name="programs">The programs of one load.</param>
    /// <exception cref="LoadRefusedException">One may not.</exception>
    void Admit(IReadOnlyList<LinkedProgram> programs);
}
