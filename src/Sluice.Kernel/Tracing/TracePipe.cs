using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Tracing;

/// <summary>Reads what programs print (bpf_trace_printk, bpf_trace_vprintk), each reader all of it.</summary>
/// <remarks>
/// The kernel's one trace buffer gives each line to one reader only. This one has a buffer of its own: an instance
/// (Documentation/trace/ftrace.rst) in which nothing but the event of those helpers is on, and which goes when it is disposed of.
/// For one thread at a time.
/// </remarks>
public sealed unsafe partial class TracePipe : IDisposable
{
    // O_RDONLY with O_NONBLOCK and O_CLOEXEC.
    const int NonBlocking = 0x800 | 0x80000;

    static readonly string[] s_mounts = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    static int s_number;

    readonly string _folder;
    readonly BpfDescriptor _pipe;
    readonly Poller _poller;
    readonly byte[] _buffer = new byte[1 << 16];
    int _used;

    TracePipe(string folder)
    {
        _folder = folder;
        var number = Libc.OpenFile(Path.Combine(folder, "trace_pipe"), NonBlocking);
        if (number < 0)
            throw new KernelException("trace", "open its pipe", (Errno)Marshal.GetLastPInvokeError());
        _pipe = new(number);
        _poller = new("trace");
        _poller.Watch(_pipe);
    }

    /// <summary>Begins to read.</summary>
    /// <param name="onlyThisThread">Only what programs print that run in the calling thread's name, as test runs do?</param>
    /// <exception cref="KernelException">Tracing is not mounted, or that is not permitted.</exception>
    public static TracePipe Open(bool onlyThisThread = false)
    {
        var mount = Array.Find(s_mounts, path => Directory.Exists(Path.Combine(path, "instances"))) ?? throw new KernelException(
            "trace", "read what programs print", Errno.NotFound, $"the tracing file system is not mounted: mount -t tracefs tracefs {s_mounts[0]}");
        var folder = Path.Combine(mount, "instances", $"sluice-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}");
        try
        {
            Directory.CreateDirectory(folder);
            if (onlyThisThread)
                File.WriteAllText(Path.Combine(folder, "set_event_pid"), $"{Libc.ThreadId()}");
            File.WriteAllText(Path.Combine(folder, "events", "bpf_trace", "bpf_trace_printk", "enable"), "1");
            return new(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or KernelException)
        {
            Remove(folder);
            if (error is KernelException)
                throw;
            throw new KernelException("trace", "read what programs print", Errno.NotPermitted, error.Message);
        }
    }

    /// <summary>Waits until there is something to read.</summary>
    /// <returns>False if the time is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public bool Poll(TimeSpan timeout, CancellationToken cancellation = default) => _poller.Wait(timeout, cancellation);

    /// <summary>Reads all lines that are there, without waiting.</summary>
    /// <returns>How many.</returns>
    public int Drain(Action<TraceLine> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var count = 0;
        while (true)
        {
            nint length;
            fixed (byte* buffer = _buffer)
                length = Libc.Read(_pipe.Number, buffer + _used, (nuint)(_buffer.Length - _used));
            if (length <= 0)
                return count;
            _used += (int)length;
            var start = 0;
            for (int end; (end = _buffer.AsSpan(start, _used - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            {
                if (Parse(Encoding.UTF8.GetString(_buffer, start, end)) is not { } line)
                    continue;
                handler(line);
                count++;
            }

            // A line that is longer than the buffer is none of the helper's.
            _used = start == 0 && _used == _buffer.Length ? 0 : _used - start;
            _buffer.AsSpan(start, _used).CopyTo(_buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _poller.Dispose();
        _pipe.Dispose();
        Remove(_folder);
    }

    /// <summary>Takes a line of the pipe apart; null if it is no program's.</summary>
    internal static TraceLine? Parse(string line)
    {
        var match = LinePattern().Match(line);
        return match.Success
            ? new(match.Groups["task"].Value, Number(match, "thread"), Number(match, "cpu"),
                double.Parse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["text"].Value)
            : null;
    }

    static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // An instance is removed as an empty folder is, with all that is in it.
    static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    //            ping-1234    [001] ..s2.   123.456789: bpf_trace_printk: text
    [GeneratedRegex(@"^\s*(?<task>.*)-(?<thread>\d+)\s+(\([\s\d-]+\)\s+)?\[(?<cpu>\d+)\]\s+(\S+\s+)?(?<time>\d+\.\d+): bpf_trace_printk: (?<text>.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LinePattern();
}
