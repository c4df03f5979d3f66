using System.Diagnostics;
using System.Globalization;

namespace Sluice.Cli.Output;

/// <summary>How far a long job has come: on standard error, for people only, and only once it has taken a while.</summary>
sealed class ProgressBar : IDisposable
{
    const int Width = 30;
    const string ClearLine = "\r\x1b[K";

    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    readonly TextWriter? _output;
    readonly long _total;
    readonly Func<double, string> _unit;
    readonly Stopwatch _clock = Stopwatch.StartNew();
    TimeSpan _next = s_patience;
    bool _shown;

    /// <summary>Begins.</summary>
    /// <param name="terminal">Whose standard error it is shown on, if that is a terminal.</param>
    /// <param name="total">The amount of work; 0 if unknown.</param>
    /// <param name="unit">An amount of work as text.</param>
    public ProgressBar(Terminal terminal, long total, Func<double, string> unit)
    {
        _output = terminal.IsErrorTerminal ? terminal.Error : null;
        _total = total;
        _unit = unit;
    }

    /// <summary>Says how much is done. Costs next to nothing where nothing is to be shown.</summary>
    public void Report(long done)
    {
        if (_output is null || _clock.Elapsed < _next)
            return;
        _next = _clock.Elapsed + s_interval;
        _shown = true;
        _output.Write(ClearLine + Text(done, _total, _clock.Elapsed, _unit));
        _output.Flush();
    }

    /// <summary>The line that is shown.</summary>
    public static string Text(long done, long total, TimeSpan elapsed, Func<double, string> unit)
    {
        var rate = done / Math.Max(elapsed.TotalSeconds, 1e-9);
        if (total <= 0)
            return $"{unit(done)}  {unit(rate)}/s";
        var share = Math.Clamp((double)done / total, 0, 1);
        var filled = (int)(share * Width);
        var left = TimeSpan.FromSeconds(rate > 0 ? Math.Min((total - done) / rate, TimeSpan.MaxValue.TotalSeconds / 2) : 0);
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', Width - filled)}] {share * 100,3:F0} %  {unit(done)} of {unit(total)}  ")
            + $"{unit(rate)}/s  {left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture)} left";
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (!_shown)
            return;
        _output!.Write(ClearLine);
        _output.Flush();
    }
}
