namespace Sluice.Chains.Code.Bytecode;

/// <summary>A function that accesses a map for bytecode, which cannot: generated once for each kind of access.</summary>
/// <param name="Reference">The function as chains call it, of the package <see cref="Package"/>.</param>
/// <param name="Code">What it does, in intermediate code; native code is made of it.</param>
/// <param name="Map">The map.</param>
public sealed record MapAccessor(FunctionReference Reference, ChainFunction Code, MapReference Map)
{
    /// <summary>The package that accessors belong to.</summary>
    public const string Package = "access";
}
