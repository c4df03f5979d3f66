using System.Runtime.CompilerServices;

namespace Sluice.Runtime.Maps;

/// <summary>A spin lock in a word of unmanaged memory: 0 free, 1 taken. Taking it is a full memory barrier.</summary>
static class WordLock
{
    // About a second on a busy machine: SpinWait yields and sleeps once spinning has not helped.
    const int MaxWaits = 2000;

    /// <summary>Waits until the lock is this thread's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Acquire(ref int word)
    {
        if (Interlocked.CompareExchange(ref word, 1, 0) != 0)
            Wait(ref word);
    }

    /// <summary>Waits for a lock that programs can take and, being wrong, never give back.</summary>
    /// <returns>False if it did not come free within about a second.</returns>
    public static bool TryAcquire(ref int word)
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref word, 1, 0) != 0)
        {
            if (wait.Count > MaxWaits)
                return false;
            wait.SpinOnce();
        }

        return true;
    }

    /// <summary>Gives it back; what was written before is seen by whoever takes it next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release(ref int word) => Volatile.Write(ref word, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Wait(ref int word)
    {
        var wait = default(SpinWait);
        do
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref word) != 0 || Interlocked.CompareExchange(ref word, 1, 0) != 0);
    }
}
