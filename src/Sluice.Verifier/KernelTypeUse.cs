using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier;

/// <summary>Whether a verdict for Linux depends on the kernel's types.</summary>
public static class KernelTypeUse
{
    /// <summary>Does an object ask a kernel for types, or handle kernel objects, so that it is verified against that kernel?</summary>
    /// <remarks>See <see cref="VerifierOptions.Link"/>. All other objects are verified alike without.</remarks>
    public static bool IsIn(BpfObject @object)
    {
        ArgumentNullException.ThrowIfNull(@object);
        return @object.Programs.Any(program => AttachTargets.IsBound(program) || program.Type is ProgramType.Netfilter or ProgramType.StructOps)
            || @object.Programs.Select(program => program.Function).Concat(@object.Functions).Any(IsIn);
    }

    static bool IsIn(FunctionSpec function) => !function.CoreRelocations.IsEmpty
        || function.Relocations.Any(relocation => relocation.Kind == RelocationKind.KernelSymbol)
        || function.Instructions.Any(instruction => instruction is { Opcode: InstructionSet.CallOpcode, Source: 0 }
            && Helpers.Find(instruction.Immediate) is { } helper
            && (helper.Returns.Kind is ReturnKind.Object or ReturnKind.PerCpuObject || helper.Arguments.Any(argument => argument.Kind == ArgKind.Object)));
}
