namespace Sluice.Kernel.Pins;

/// <summary>A folder of a BPF file system that holds pins, and that Sluice removes if it was Sluice that made it.</summary>
/// <remarks>Whose it is says the sticky bit, which folders of a BPF file system do not have unless somebody sets it.</remarks>
public static class OwnFolder
{
    /// <summary>Makes the folder, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">That is not permitted.</exception>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.StickyBit);
    }

    /// <summary>Removes the folder if Sluice has made it and nothing is left in it.</summary>
    public static void RemoveIfEmpty(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && Directory.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.StickyBit) != 0
                && !Directory.EnumerateFileSystemEntries(path).Any())
            {
                Directory.Delete(path);
            }
        }
        catch (IOException)
        {
            // Somebody else has put something into it or removed it meanwhile, or a file system is mounted there.
        }
    }
}
