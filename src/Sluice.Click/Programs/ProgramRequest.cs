using System.Collections.Immutable;

namespace Sluice.Click.Programs;

/// <summary>What an element asks for: an object, what vouches for it, and how to run it.</summary>
public sealed record ProgramRequest
{
    /// <summary>The object's file.</summary>
    public required string File { get; init; }

    /// <summary>Its attestation's file; <see cref="ProgramPolicy.NoSignature"/> for none; empty for the one beside the object.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The program's name; empty where the object has just one that fits.</summary>
    public string Program { get; init; } = "";

    /// <summary>Global variables to set before the load: a name, a blank and a value each.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>Compile it? It is interpreted otherwise.</summary>
    public bool IsCompiled { get; init; } = true;

    /// <summary>Where to write the machine code that is made of it; empty for nowhere.</summary>
    public string Dump { get; init; } = "";

    /// <summary>Must it be an XDP program?</summary>
    public bool IsXdp { get; init; }

    /// <summary>The attestation's file, the one beside the object unless said otherwise.</summary>
    public string SignatureOf(string @object) => Signature.Length > 0 ? Signature : @object + ProgramPolicy.AttestationEnding;
}
