using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Helpers;

/// <summary>bpf_strncmp.</summary>
static unsafe class StringHelpers
{
    public static ulong Compare(Cpu cpu, ulong first, ulong length, ulong second, ulong r4, ulong r5)
    {
        var left = (byte*)first;
        var right = (byte*)second;
        for (var i = 0u; i < (uint)length; i++)
        {
            if (left[i] != right[i])
                return left[i] < right[i] ? ulong.MaxValue : 1;
            if (left[i] == 0)
                break;
        }

        return 0;
    }
}
