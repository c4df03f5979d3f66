using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Fuzzing.Generation;

/// <summary>Real programs, as a start for mutations.</summary>
public static class SeedPrograms
{
    const int MaxEntries = 16, MinRing = 4096;

    static readonly ProgramType[] s_types =
        [ProgramType.Xdp, ProgramType.SchedClassifier, ProgramType.SchedAction, ProgramType.SocketFilter];

    /// <summary>The programs of all objects under a folder that the in-process engine can run; what is no object is left out.</summary>
    /// <remarks>Maps are cut down to a few entries, so that thousands of runs fill them again in no time.</remarks>
    public static ImmutableArray<Subject> Find(string folder)
    {
        var found = ImmutableArray.CreateBuilder<Subject>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.o", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (TryLoad(path) is not { IsBigEndian: false } bpf)
                continue;
            bpf = bpf with { Maps = [.. bpf.Maps.Select(Shrink)] };
            foreach (var program in bpf.Programs.Where(program => s_types.Contains(program.Type)))
            {
                if (CanLink(bpf, program))
                    found.Add(new(bpf, program, $"{Path.GetRelativePath(folder, path)}:{program.Name}"));
            }
        }

        return found.ToImmutable();
    }

    static MapSpec Shrink(MapSpec map) => map with
    {
        MaxEntries = Math.Min(map.MaxEntries, map.Type == MapType.RingBuffer ? MinRing : MaxEntries),
        Inner = map.Inner is { } inner ? Shrink(inner) : null,
    };

    static bool CanLink(BpfObject bpf, ProgramSpec program)
    {
        try
        {
            _ = Linker.Link(bpf, program);
            return true;
        }
        catch (BpfLinkException)
        {
            return false; // It names what only a running kernel has.
        }
    }

    static BpfObject? TryLoad(string path)
    {
        try
        {
            return BpfObject.Load(path);
        }
        catch (Exception error) when (error is BpfFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
