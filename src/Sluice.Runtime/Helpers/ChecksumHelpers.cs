using System.Runtime.CompilerServices;
using Sluice.Bpf.Platform;
using Sluice.Packets;
using Sluice.Runtime.Execution;
using static Sluice.Runtime.Helpers.HelperResult;

namespace Sluice.Runtime.Helpers;

/// <summary>Checksum helpers. Answers: net/core/filter.c; arithmetic: RFC 1624.</summary>
static unsafe class ChecksumHelpers
{
    const uint MaxOffset = 0xffff;

    // BPF_F_HDR_FIELD_MASK and the flags of l4_csum_replace.
    const ulong FieldMask = 0xf, PseudoHeader = 0x10, MangledZero = 0x20, EnforceMangle = 0x40, IPv6 = 0x80;

    // A UDP checksum of zero means none; one that computes to zero is sent as all ones (RFC 768).
    const ushort UdpZero = 0xffff;

    // bpf_csum_level.
    const ulong LevelReset = 3, LevelQuery = 0;

    public static ulong Difference(Cpu cpu, ulong from, ulong fromSize, ulong to, ulong toSize, ulong seed)
    {
        var (removed, added) = ((uint)fromSize, (uint)toSize);
        var sum = (uint)seed;
        if (added > 0)
            sum = InternetChecksum.Partial(new ReadOnlySpan<byte>((void*)to, (int)added), sum);
        if (removed > 0)
            sum = InternetChecksum.Subtract(sum, InternetChecksum.Partial(new ReadOnlySpan<byte>((void*)from, (int)removed)));
        return InternetChecksum.Fold(sum);
    }

    public static ulong ReplaceLayer3(Cpu cpu, ulong context, ulong offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~FieldMask) != 0)
            return Fail(Errno.InvalidArgument);
        if (!TryFind(cpu, offset, out var checksum))
            return Fail(Errno.BadAddress);
        return Replace(checksum, from, to, flags & FieldMask);
    }

    public static ulong ReplaceLayer4(Cpu cpu, ulong context, ulong offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~(FieldMask | PseudoHeader | MangledZero | EnforceMangle | IPv6)) != 0)
            return Fail(Errno.InvalidArgument);
        if (!TryFind(cpu, offset, out var checksum))
            return Fail(Errno.BadAddress);
        var isOptional = (flags & MangledZero) != 0;
        if (isOptional && (flags & EnforceMangle) == 0 && *checksum == 0)
            return Success;

        var error = Replace(checksum, from, to, flags & FieldMask);
        if (error == Success && isOptional && *checksum == 0)
            *checksum = UdpZero;
        return error;
    }

    public static ulong Update(Cpu cpu, ulong context, ulong checksum, ulong r3, ulong r4, ulong r5) =>
        Fail(Errno.NotSupported); // Only cards that sum up the whole packet (CHECKSUM_COMPLETE) give one to update.

    public static ulong Level(Cpu cpu, ulong context, ulong level, ulong r3, ulong r4, ulong r5) => level switch
    {
        LevelQuery => Fail(Errno.AccessDenied), // No card has checked anything (CHECKSUM_NONE).
        <= LevelReset => Success,
        _ => Fail(Errno.InvalidArgument),
    };

    static bool TryFind(Cpu cpu, ulong offset, out ushort* checksum)
    {
        var start = (uint)offset;
        checksum = (ushort*)(cpu.Packet.Data + start);
        return start <= MaxOffset && (start & 1) == 0 && start + sizeof(ushort) <= cpu.Packet.DataEnd - cpu.Packet.Data;
    }

    // Checksum and fields are taken as they lie in the packet: the sum does not mind the byte order (RFC 1071, 2 (B)).
    static ulong Replace(ushort* checksum, ulong from, ulong to, ulong fieldSize)
    {
        uint change;
        switch (fieldSize)
        {
            case 0 when from == 0:
                change = (uint)to;
                break;
            case 2:
                change = InternetChecksum.Subtract((ushort)to, (ushort)from);
                break;
            case 4:
                change = InternetChecksum.Subtract((uint)to, (uint)from);
                break;
            default:
                return Fail(Errno.InvalidArgument);
        }

        var sum = InternetChecksum.Add((ushort)~Unsafe.ReadUnaligned<ushort>(checksum), change);
        Unsafe.WriteUnaligned(checksum, (ushort)~InternetChecksum.Fold(sum));
        return Success;
    }
}
