using System.Runtime.CompilerServices;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Helpers;

/// <summary>bpf_spin_lock and bpf_spin_unlock, on the word that BPF_F_LOCK updates take too.</summary>
static unsafe class LockHelpers
{
    static readonly Holder s_holder = new();

    public static ulong Lock(Cpu cpu, ulong word, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        // Linux's verifier refuses to lock twice; unproved code that does would wait for itself forever.
        if (cpu.Resources.OwnerOf(word) != s_holder)
        {
            if (!WordLock.TryAcquire(ref *(int*)word))
                throw Faults.LockHeld(cpu, word);
            cpu.Resources.Add(s_holder, word, 0);
        }

        return HelperResult.Success;
    }

    public static ulong Unlock(Cpu cpu, ulong word, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        if (cpu.Resources.Remove(s_holder, word))
            WordLock.Release(ref *(int*)word);
        return HelperResult.Success;
    }

    // Releases what a faulting program still holds.
    sealed class Holder : IOpenResource
    {
        public void Abandon(ulong address) => WordLock.Release(ref Unsafe.AsRef<int>((void*)address));
    }
}
