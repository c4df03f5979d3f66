using System.Diagnostics;
using Sluice.Fuzzing.Generation;
using Sluice.Fuzzing.Running;
using Sluice.Fuzzing.Shrinking;

namespace Sluice.Fuzzing;

/// <summary>Looks for programs that the verifier accepts and that nevertheless do what they may not.</summary>
/// <remarks>Program number n of a seed is the same on every machine and for any number of threads.</remarks>
public sealed class VerifierFuzz
{
    const int Stride = 1_000_003;

    readonly VerifierFuzzSettings _settings;
    readonly List<CounterExample> _found = [];
    readonly Stopwatch _watch = new();
    long _next, _tried, _accepted, _run;
    volatile bool _isStopped;

    /// <summary>Prepares a search.</summary>
    public VerifierFuzz(VerifierFuzzSettings settings) => _settings = settings;

    /// <summary>How far it is; may be asked from any thread.</summary>
    public VerifierFuzzProgress Progress
    {
        get
        {
            lock (_found)
                return new(Interlocked.Read(ref _tried), Interlocked.Read(ref _accepted), Interlocked.Read(ref _run), _found.Count, _watch.Elapsed);
        }
    }

    /// <summary>Searches until an end of the settings is reached, or <paramref name="cancellation"/> asks for it.</summary>
    /// <returns>What was found.</returns>
    public IReadOnlyList<CounterExample> Run(CancellationToken cancellation = default)
    {
        _watch.Start();
        using var registration = cancellation.Register(() => _isStopped = true);
        var threads = Enumerable.Range(0, Math.Max(1, _settings.Workers)).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        _watch.Stop();
        return _found;
    }

    /// <summary>The program of a number.</summary>
    public Subject Make(long number)
    {
        var random = RandomOf(number);
        return _settings.Seeds.IsEmpty || random.Next(2) == 0
            ? new ProgramGenerator(random).Make()
            : new ProgramMutator(random).Mutate(_settings.Seeds[random.Next(_settings.Seeds.Length)]);
    }

    Random RandomOf(long number) => new(unchecked((int)((_settings.Seed * (long)Stride) + number)));

    bool IsDone => _isStopped || Interlocked.Read(ref _run) >= _settings.Programs || _watch.Elapsed >= _settings.Time;

    void Work()
    {
        using var runner = new TrialRunner(_settings.Trial);
        while (!IsDone)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            var subject = Make(number);
            var trial = runner.Try(subject, unchecked((int)number), _settings.Runs);
            Count(trial);
            if (trial.Outcome == TrialOutcome.Broken)
                Keep(number, subject, trial);
        }
    }

    void Count(Trial trial)
    {
        Interlocked.Increment(ref _tried);
        if (trial.Outcome != TrialOutcome.Rejected)
            Interlocked.Increment(ref _accepted);
        if (trial.Outcome is TrialOutcome.Held or TrialOutcome.Broken)
            Interlocked.Increment(ref _run);
    }

    void Keep(long number, Subject subject, Trial trial)
    {
        var (text, failure) = new Shrinker(_settings.Trial).Shrink(subject, unchecked((int)number), trial.Failure);
        lock (_found)
            _found.Add(new($"{subject.Origin}, seed {_settings.Seed}, number {number}", failure, text));
        if (_settings.StopsAtFirst)
            _isStopped = true;
    }
}
