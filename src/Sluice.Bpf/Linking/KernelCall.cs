namespace Sluice.Bpf.Linking;

/// <summary>A call of a kernel function (kfunc) in a linked program.</summary>
/// <param name="Slot">The call's slot, of the whole program.</param>
/// <param name="Name">The function's name, as the object declares it.</param>
/// <param name="IsWeak">Is it declared <c>__weak</c>, so that the program loads where it does not exist?</param>
public readonly record struct KernelCall(int Slot, string Name, bool IsWeak = false);
