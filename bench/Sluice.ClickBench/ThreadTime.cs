using System.Runtime.InteropServices;

namespace Sluice.ClickBench;

/// <summary>The processor time of the calling thread: what its work costs, whatever else the machine does.</summary>
static partial class ThreadTime
{
    const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Seconds so far.</summary>
    public static double Seconds => GetTime(ThreadClock, out var time) == 0
        ? time.Seconds + (time.Nanoseconds / 1e9)
        : throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    struct Time
    {
        public long Seconds, Nanoseconds;
    }
}
