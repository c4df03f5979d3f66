using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Deployment;

/// <summary>Where a script's chains are kept while packets run through them: the kernel, for all that is not an engine's.</summary>
/// <remarks>
/// What is kept outlives the process, under the script's name. Every method succeeds or throws and changes nothing; what is
/// thrown by the host itself passes through <see cref="ChainDeployment"/> after it has undone what it had done.
/// </remarks>
public interface IChainHost
{
    /// <summary>Loads an object, with live maps in the place of its own.</summary>
    IBpfCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap> shared);

    /// <summary>Was it the kernel that did not want a program, so that another tier may do?</summary>
    bool IsRefusal(Exception error);

    /// <summary>Is a map kept?</summary>
    bool HasMap(string symbol);

    /// <summary>Opens a map that is kept.</summary>
    IBpfMap OpenMap(string symbol);

    /// <summary>What a map that is kept is, with the types of its keys and values where they are known.</summary>
    MapSpec ShapeOf(IBpfMap map);

    /// <summary>Keeps a map; one of its name that was kept before is forgotten.</summary>
    void KeepMap(string symbol, IBpfMap map);

    /// <summary>Forgets a map.</summary>
    void ForgetMap(string symbol);

    /// <summary>Attaches a program to an interface and keeps it there.</summary>
    void Attach(ChainLink link, IBpfProgram program);

    /// <summary>Is a loader of the script attached there?</summary>
    bool IsAttached(ChainLink link);

    /// <summary>Puts a program in the place of the one that is attached, between two packets.</summary>
    /// <returns>The one that was there; disposing lets go of it.</returns>
    IReplacedProgram Replace(ChainLink link, IBpfProgram program);

    /// <summary>Detaches what is attached; what is not is left alone.</summary>
    void Detach(ChainLink link);

    /// <summary>Waits until every packet that has begun is done.</summary>
    void AwaitPackets();

    /// <summary>What was noted about the deployment, or null if there is none.</summary>
    string? ReadNotes();

    /// <summary>Notes something; null ends the deployment and removes whatever holds it.</summary>
    void WriteNotes(string? notes);
}
