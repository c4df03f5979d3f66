using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Analysis;

/// <summary>The parts of a map's value that only helpers may touch.</summary>
/// <remarks>kernel/bpf/btf.c, btf_parse_fields. Sizes: include/uapi/linux/bpf.h.</remarks>
sealed record SpecialFields(int SpinLock, int Timer)
{
    const int SpinLockSize = 4, TimerSize = 16;

    /// <summary>A value that has none.</summary>
    public static SpecialFields None { get; } = new(-1, -1);

    /// <summary>Finds them in the type of a map's value.</summary>
    public static SpecialFields Of(MapSpec? map)
    {
        var (spinLock, timer) = (-1, -1);
        if (map?.ValueType?.Resolve() is BtfStruct value)
        {
            foreach (var member in value.Members)
            {
                var name = (member.Type.Resolve() as BtfStruct)?.Name;
                if (name == "bpf_spin_lock")
                    spinLock = member.Offset;
                else if (name == "bpf_timer")
                    timer = member.Offset;
            }
        }

        return spinLock < 0 && timer < 0 ? None : new(spinLock, timer);
    }

    /// <summary>The name of the field that the bytes from <paramref name="least"/> to <paramref name="end"/> touch, or null.</summary>
    public string? Touched(long least, long end) =>
        SpinLock >= 0 && least < SpinLock + SpinLockSize && end > SpinLock ? "the spin lock"
        : Timer >= 0 && least < Timer + TimerSize && end > Timer ? "the timer"
        : null;
}
