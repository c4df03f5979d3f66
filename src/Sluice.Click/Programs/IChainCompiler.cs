namespace Sluice.Click.Programs;

/// <summary>Makes an object of a script of chains. The host gives it (<see cref="ProgramHost.Chains"/>): chains are a room of their own.</summary>
public interface IChainCompiler
{
    /// <summary>Compiles a script.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="ProgramException">It has mistakes; the message names each with its place.</exception>
    ChainProgram Compile(string path);
}
