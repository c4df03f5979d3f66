using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>The programs in the kernel, whoever has loaded them.</summary>
public static unsafe class KernelPrograms
{
    // Those that its instructions name (MAX_USED_MAPS is 64), and those bound to it.
    const int MostMaps = 128;

    /// <summary>All of them, by id. One that goes meanwhile is left out.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<ProgramDescription> All()
    {
        foreach (var id in ObjectIds.Walk(BpfCommand.ProgramGetNextId, "programs"))
        {
            if (Find(id) is { } found)
                yield return found;
        }
    }

    /// <summary>The program with this id, or null.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static ProgramDescription? Find(int id)
    {
        using var descriptor = ObjectIds.TryOpen(BpfCommand.ProgramGetDescriptorById, "program", id);
        return descriptor is null ? null : Describe(descriptor, $"program {id}");
    }

    /// <summary>A pinned program.</summary>
    /// <exception cref="KernelException">There is no such pin, it is no program, or that is not permitted.</exception>
    public static ProgramDescription FindPinned(string path)
    {
        using var opened = OpenedProgram.OpenPinned(path);
        return opened.Description;
    }

    /// <summary>Its instructions after the verifier's changes, its machine code, and the source lines of both.</summary>
    /// <exception cref="KernelException">There is no such program, or the kernel does not show it.</exception>
    public static ProgramCode ReadCode(int id)
    {
        using var descriptor = ObjectIds.Open(BpfCommand.ProgramGetDescriptorById, "program", id);
        return new ProgramCodeReader(descriptor, $"program {id}").Read();
    }

    /// <summary>Its instructions as the kernel runs them, after the verifier's changes: 8 bytes each.</summary>
    /// <exception cref="KernelException">There is no such program, or the kernel does not show them.</exception>
    public static byte[] Translated(int id) => Dump(id, jited: false);

    /// <summary>Its machine code; empty if it is interpreted.</summary>
    /// <exception cref="KernelException">There is no such program, or the kernel does not show it.</exception>
    public static byte[] Jited(int id) => Dump(id, jited: true);

    internal static ProgramDescription Describe(BpfDescriptor descriptor, string what)
    {
        var maps = stackalloc uint[MostMaps];
        var information = new ProgramInformation { MapIds = (ulong)maps, NrMapIds = MostMaps };
        ObjectIds.Describe(descriptor, what, ref information);
        var tag = information.Tag;
        return new()
        {
            Id = (int)information.Id,
            Type = (ProgramType)information.Type,
            Name = information.Name.ToString(),
            Tag = Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref tag))),
            IsGplCompatible = (information.GplCompatible & 1) != 0,
            LoadedAt = BootTime.At(information.LoadTime),
            UserId = (int)information.CreatedByUid,
            TranslatedBytes = (int)information.XlatedProgLen,
            JitedBytes = (int)information.JitedProgLen,
            VerifiedInstructions = (int)information.VerifiedInsns,
            MapIds = [.. MemoryMarshal.Cast<uint, int>(new ReadOnlySpan<uint>(maps, (int)Math.Min(MostMaps, information.NrMapIds)))],
            BtfId = (int)information.BtfId,
            Runs = (long)information.RunCnt,
            RunNanoseconds = (long)information.RunTimeNs,
            RecursionMisses = (long)information.RecursionMisses,
            MemoryBytes = DescriptorDetails.MemoryOf(descriptor),
        };
    }

    static byte[] Dump(int id, bool jited)
    {
        var what = $"program {id}";
        using var descriptor = ObjectIds.Open(BpfCommand.ProgramGetDescriptorById, "program", id);
        var sizes = default(ProgramInformation);
        ObjectIds.Describe(descriptor, what, ref sizes);
        var code = new byte[jited ? sizes.JitedProgLen : sizes.XlatedProgLen];
        fixed (byte* address = code)
        {
            var information = jited
                ? new ProgramInformation { JitedProgInsns = (ulong)address, JitedProgLen = (uint)code.Length }
                : new ProgramInformation { XlatedProgInsns = (ulong)address, XlatedProgLen = (uint)code.Length };
            ObjectIds.Describe(descriptor, what, ref information);
        }

        return code;
    }
}
