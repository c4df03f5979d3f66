using System.Globalization;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>What only /proc tells about a map or a program.</summary>
static class DescriptorDetails
{
    const string Memory = "memlock:";

    /// <summary>Bytes of the kernel's memory that it takes; 0 if the kernel does not say.</summary>
    public static long MemoryOf(BpfDescriptor descriptor)
    {
        foreach (var line in File.ReadLines($"/proc/self/fdinfo/{descriptor.Number}"))
        {
            if (line.StartsWith(Memory, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(Memory.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                return bytes;
        }

        return 0;
    }
}
