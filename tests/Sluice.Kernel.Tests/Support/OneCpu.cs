using System.Runtime.InteropServices;

namespace Sluice.Kernel.Tests;

/// <summary>Keeps the thread on one CPU as long as it lives.</summary>
sealed partial class OneCpu : IDisposable
{
    const int Words = 16;

    readonly ulong[] _before = new ulong[Words];

    public OneCpu()
    {
        Thread.BeginThreadAffinity();
        if (GetAffinity(0, Words * sizeof(ulong), _before) < 0)
            return;
        var word = Array.FindIndex(_before, bits => bits != 0);
        var one = new ulong[Words];
        one[word] = _before[word] & ~(_before[word] - 1);
        Assert.Equal(0, SetAffinity(0, Words * sizeof(ulong), one));
    }

    public void Dispose()
    {
        _ = SetAffinity(0, Words * sizeof(ulong), _before);
        Thread.EndThreadAffinity();
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint size, [Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint size, ulong[] mask);
}
