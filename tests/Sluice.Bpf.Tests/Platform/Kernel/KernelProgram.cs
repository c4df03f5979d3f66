using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Tests.Platform.Kernel;

/// <summary>A kind of program to ask the kernel about.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Place">Where it expects to be attached.</param>
/// <param name="IsSleepable">May it sleep?</param>
/// <param name="TargetTypeId">The BTF type that it is attached to; 0 for none.</param>
sealed record KernelProgram(ProgramType Type, AttachType? Place = null, bool IsSleepable = false, int TargetTypeId = 0)
{
    public override string ToString() => Place is null ? $"{Type}" : $"{Type} at {Place}";
}
