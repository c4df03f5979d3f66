using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sluice.Kernel.Tests;

/// <summary>A network namespace that lives as long as its one thread, and leaves nothing behind, however the test ends.</summary>
sealed partial class NetworkNamespace : IDisposable
{
    const int CloneNewNet = 0x40000000;

    readonly BlockingCollection<Action> _work = [];
    readonly Thread _thread;

    public NetworkNamespace()
    {
        RunningKernel.Need();
        var started = new TaskCompletionSource<(int Thread, int Error)>();
        _thread = new Thread(() =>
        {
            var error = Unshare(CloneNewNet) == 0 ? 0 : Marshal.GetLastPInvokeError();
            started.SetResult((ThreadId(), error));
            foreach (var work in _work.GetConsumingEnumerable())
                work();
        })
        { IsBackground = true };
        _thread.Start();
        (Id, var failure) = started.Task.Result;
        if (failure != 0)
            Assert.Skip($"no network namespace can be made here (error {failure})");
    }

    /// <summary>The thread, by which others name the namespace.</summary>
    public int Id { get; }

    /// <summary>Does something inside.</summary>
    public T Do<T>(Func<T> inside)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(inside());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs a command inside; it must succeed.</summary>
    public string Run(string command) => Do(() =>
    {
        var words = command.Split(' ');
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{command}: {errors}");
    });

    /// <summary>The index of an interface inside.</summary>
    public int IndexOf(string name) => int.Parse(Run($"ip -o link show {name}").Split(':')[0]);

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadId();
}
