namespace Sluice.Click.Programs;

/// <summary>Finds and reads the files that elements name.</summary>
static class ProgramFiles
{
    const string ObjectEnding = ".bpf.o";

    /// <summary>The file that an element means: as named, or with <c>.bpf.o</c> behind.</summary>
    /// <param name="folder">What names are relative to.</param>
    /// <param name="name">As the element names it.</param>
    public static string FindObject(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return !File.Exists(path) && File.Exists(path + ObjectEnding) ? path + ObjectEnding : path;
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="ProgramException">It cannot be read.</exception>
    public static byte[] Read(string path, string keyword)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ProgramException($"{keyword} {path}: {(error is FileNotFoundException or DirectoryNotFoundException ? "found no such file" : error.Message)}");
        }
    }
}
