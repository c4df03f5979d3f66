namespace Sluice.Bpf.Platform;

/// <summary>Which Linux release brought what.</summary>
/// <remarks>Helper numbers are given out in order, so the last number of each release says it for all.</remarks>
public static class KernelReleases
{
    static readonly (int Last, int Major, int Minor)[] s_helpers =
    [
        (3, 3, 19), (11, 4, 1), (16, 4, 2), (22, 4, 3), (25, 4, 4), (26, 4, 5), (30, 4, 6), (36, 4, 8), (41, 4, 9), (44, 4, 10),
        (45, 4, 11), (47, 4, 12), (50, 4, 13), (53, 4, 14), (57, 4, 15), (59, 4, 16), (64, 4, 17), (80, 4, 18), (83, 4, 19),
        (90, 4, 20), (92, 5, 0), (98, 5, 1), (108, 5, 2), (109, 5, 3), (110, 5, 4), (115, 5, 5), (118, 5, 6), (124, 5, 7),
        (135, 5, 8), (141, 5, 9), (155, 5, 10), (162, 5, 11), (163, 5, 12), (165, 5, 13), (168, 5, 14), (175, 5, 15),
        (179, 5, 16), (185, 5, 17), (193, 5, 18), (203, 5, 19), (207, 6, 0), (209, 6, 1), (211, 6, 2),
    ];

    /// <summary>The release that the tables describe: who may call what widened from release to release.</summary>
    public static Version Described { get; } = new(6, 18);

    /// <summary>The first release with this helper; null for a number that Linux does not have.</summary>
    public static Version? OfHelper(int id)
    {
        if (id <= 0)
            return null;
        foreach (var (last, major, minor) in s_helpers)
        {
            if (id <= last)
                return new(major, minor);
        }

        return null;
    }
}
