using System.Collections.Immutable;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Machine.Words;

namespace Sluice.Chains.Deployment;

/// <summary>A script for the HIKe VM: the object with the machine and the functions, and the chains as data.</summary>
/// <param name="Chains">The object: the script's loaders, the VM, and every function that chains call.</param>
/// <param name="Bytecode">The chains' bytecode.</param>
/// <param name="Code">The chains as the VM executes them, for <see cref="Machine.ChainTable.Replace"/>.</param>
public sealed record MachineObject(ChainObject Chains, BytecodeUnit Bytecode, ImmutableArray<MachineCode> Code);
