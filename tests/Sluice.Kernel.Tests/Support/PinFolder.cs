namespace Sluice.Kernel.Tests;

/// <summary>A folder of the BPF file system that goes with the test.</summary>
sealed class PinFolder : IDisposable
{
    const string Root = "/sys/fs/bpf";

    public PinFolder()
    {
        RunningKernel.Need();
        Path = $"{Root}/sluice-test-{Environment.ProcessId}-{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"{Root} is no BPF file system here: {error.Message}");
        }
    }

    public string Path { get; }

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
