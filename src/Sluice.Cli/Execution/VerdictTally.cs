using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;

namespace Sluice.Cli.Execution;

/// <summary>Counts packets by verdict, and redirected ones by target.</summary>
sealed class VerdictTally(VerdictTable table)
{
    readonly TrafficCount[] _known = new TrafficCount[table.Known.Count];
    readonly Dictionary<long, TrafficCount> _unknown = [];
    readonly Dictionary<Redirect, TrafficCount> _redirects = [];

    /// <summary>Verdicts that occurred, with their packets.</summary>
    public IEnumerable<(Verdict Verdict, TrafficCount Count)> Verdicts => table.Known
        .Select((verdict, i) => (verdict, _known[i]))
        .Where(entry => entry.Item2.Packets > 0)
        .Concat(_unknown.OrderBy(entry => entry.Key).Select(entry => (table.Find(entry.Key), entry.Value)));

    /// <summary>Targets that occurred, with their packets.</summary>
    public IEnumerable<(RedirectTarget Target, TrafficCount Count)> Redirects =>
        _redirects.Select(entry => (RedirectTarget.Of(entry.Key), entry.Value));

    /// <summary>Counts a packet of <paramref name="bytes"/>.</summary>
    public void Add(long value, int bytes)
    {
        var index = table.IndexOf(value);
        if ((ulong)index < (ulong)_known.Length)
            _known[index].Add(bytes);
        else
            CollectionsMarshal.GetValueRefOrAddDefault(_unknown, value, out _).Add(bytes);
    }

    /// <summary>Counts a packet of <paramref name="bytes"/> that goes elsewhere.</summary>
    public void AddRedirect(in Redirect target, int bytes) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_redirects, target, out _).Add(bytes);
}
