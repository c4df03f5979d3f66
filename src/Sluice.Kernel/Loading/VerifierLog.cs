using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>Repeats a load with a log that grows until all that the kernel has to say fits.</summary>
static class VerifierLog
{
    const int FirstSize = 1 << 16, LargestSize = 1 << 24, Growth = 4;

    /// <summary>One try.</summary>
    /// <param name="log">Where the kernel writes.</param>
    /// <param name="needed">Bytes that the whole log takes; 0 from kernels before 6.4, which do not say.</param>
    /// <param name="error">The kernel's answer.</param>
    public delegate BpfDescriptor? Attempt(Span<byte> log, out int needed, out Errno error);

    /// <summary>Loads with a log.</summary>
    /// <returns>The descriptor, or null with the error; and what the kernel wrote, at most its end.</returns>
    public static (BpfDescriptor? Loaded, string Log, Errno Error) Collect(Attempt attempt)
    {
        for (var size = FirstSize; ;)
        {
            var log = new byte[size];
            var loaded = attempt(log, out var needed, out var error);
            if (loaded is not null || error != Errno.NoSpace || size == LargestSize)
            {
                var end = Array.IndexOf(log, (byte)0);
                return (loaded, Encoding.UTF8.GetString(log, 0, end < 0 ? size : end), error);
            }

            size = (int)Math.Min(LargestSize, Math.Max(needed, size * (long)Growth));
        }
    }
}
