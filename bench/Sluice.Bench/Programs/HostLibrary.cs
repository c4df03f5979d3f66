using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Bench.Programs;

/// <summary>The C programs compiled for this machine by clang -O2, as a shared library in a temporary folder.</summary>
sealed class HostLibrary : IDisposable
{
    static readonly string[] s_compilers = ["clang-19", "clang"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-bench");
    readonly nint _library;

    /// <summary>Compiles and loads sources as one library.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="options">What to tell the compiler besides.</param>
    /// <exception cref="InvalidOperationException">There is no clang, or it refuses.</exception>
    public HostLibrary(IEnumerable<string> sources, params IEnumerable<string> options)
    {
        var library = Path.Combine(_folder.FullName, "programs.so");
        Compile(["-O2", "-shared", "-fPIC", "-o", library, .. options, .. sources]);
        _library = NativeLibrary.Load(library);
    }

    /// <summary>The address of an exported function.</summary>
    public nint Find(string function) => NativeLibrary.GetExport(_library, function);

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }

    static void Compile(string[] arguments)
    {
        foreach (var compiler in s_compilers)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardError = true })!;
                var errors = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                    throw new InvalidOperationException($"{compiler} refused the programs:\n{errors}");
                return;
            }
            catch (Win32Exception)
            {
                // Not installed: the next one.
            }
        }

        throw new InvalidOperationException($"none of {string.Join(", ", s_compilers)} is installed, and the native column needs one");
    }
}
