namespace Sluice.Click.Programs;

/// <summary>Writes errors that packets cause, a few each second, so that an attacker cannot flood the log.</summary>
/// <param name="output">Where to.</param>
/// <param name="who">Whose errors they are.</param>
/// <param name="time">Tells the seconds.</param>
sealed class ErrorLog(TextWriter output, string who, TimeProvider time)
{
    /// <summary>Lines of a second.</summary>
    public const int LinesPerSecond = 5;

    readonly Lock _lock = new();
    long _second;
    int _lines;
    long _silent;

    /// <summary>Writes a line, or counts it where there were too many this second.</summary>
    /// <param name="message">What happened; made only if it is written.</param>
    public void Write(Func<string> message)
    {
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            if (second != _second)
                (_second, _lines) = (second, 0);
            if (_lines == LinesPerSecond)
            {
                _silent++;
                return;
            }

            _lines++;
            var more = _silent > 0 ? $" ({_silent} more since the last line)" : "";
            _silent = 0;
            output.WriteLine($"{who}: {message()}{more}");
        }
    }
}
