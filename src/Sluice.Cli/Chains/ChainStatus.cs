using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Native;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Cli.Output;

namespace Sluice.Cli.Chains;

/// <summary>What a chain or a function of a script that runs has counted.</summary>
/// <param name="Script">The script.</param>
/// <param name="Tier">How it is executed.</param>
/// <param name="Counting">What is counted: without runs, those and verdicts are 0.</param>
/// <param name="Kind"><c>chain</c> or <c>function</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Verdicts">The final verdicts that fell in it, by XDP action.</param>
/// <param name="Faults">The packets that it aborted, by <see cref="FaultCause"/>.</param>
/// <param name="Nanoseconds">The time that it took, if that was measured.</param>
sealed record ChainStatus(
    string Script, ChainTier Tier, ChainCounting Counting, string Kind, string Name, ulong Runs, ImmutableArray<ulong> Verdicts, ImmutableArray<ulong> Faults, ulong Nanoseconds)
{
    static readonly string[] s_verdicts = ["aborted", "drop", "pass", "tx", "redirect"];

    static readonly string[] s_causes = [.. Enum.GetValues<FaultCause>().Select(cause => Names.Snake(cause.ToString()))];

    /// <summary>Reads them for all scripts of this network namespace.</summary>
    public static IReadOnlyList<ChainStatus> Read(string pins) => [.. KernelChainHost.Find(pins).SelectMany(name => Read(pins, name))];

    /// <summary>Writes a table; nothing if no script runs.</summary>
    public static void WriteText(TextWriter output, Style style, IReadOnlyList<ChainStatus> lines)
    {
        if (lines.Count == 0)
            return;
        output.WriteLine();
        var table = new Table("SCRIPT", "TIER", "KIND", "NAME", Column.Number("RUNS"), Column.Number("DROP"), Column.Number("PASS"), Column.Number("TX"),
            Column.Number("REDIRECT"), "FAULTS", Column.Number("NS/RUN"));
        foreach (var line in lines)
        {
            table.Add(line.Script, Names.Snake(line.Tier.ToString()), line.Kind, line.Name, line.IsCounted ? Text(line.Runs) : "",
                Verdict(line, 1), Verdict(line, 2), Verdict(line, 3), Verdict(line, 4),
                string.Join(", ", line.Faults.Select((count, cause) => (count, cause)).Where(fault => fault.count > 0).Select(fault => $"{s_causes[fault.cause]} {fault.count}")),
                line.Runs > 0 && line.Nanoseconds > 0 ? Text(line.Nanoseconds / line.Runs) : "");
        }

        table.Write(output, style);
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Utf8JsonWriter json, IReadOnlyList<ChainStatus> lines) => json.Objects("chains", lines, line =>
    {
        json.WriteString("script", line.Script);
        json.WriteString("tier", Names.Snake(line.Tier.ToString()));
        json.WriteString("count", Names.Snake(line.Counting.ToString()));
        json.WriteString("kind", line.Kind);
        json.WriteString("name", line.Name);
        if (line.IsCounted)
        {
            json.WriteNumber("runs", line.Runs);
            json.WriteStartObject("verdicts");
            for (var verdict = 0; verdict < s_verdicts.Length; verdict++)
                json.WriteNumber(s_verdicts[verdict], line.Verdicts[verdict]);
            json.WriteEndObject();
        }

        json.WriteStartObject("faults");
        for (var cause = 0; cause < s_causes.Length; cause++)
            json.WriteNumber(s_causes[cause], line.Faults[cause]);
        json.WriteEndObject();
        if (line.Nanoseconds > 0)
            json.WriteNumber("ns", line.Nanoseconds);
    });

    bool IsCounted => Counting != ChainCounting.Faults;

    static IEnumerable<ChainStatus> Read(string pins, string name)
    {
        var host = new KernelChainHost(pins, name);
        if (new ChainDeployment(host, PackageCatalogue.Shipped).Running is not { } running || !running.Maps.Contains(ChainCounters.Map))
            return [];
        using var map = host.OpenMap(ChainCounters.Map);
        var chains = running.Chains.OrderBy(chain => chain.Value).Select(chain => Read(map, name, running, "chain", chain.Key, chain.Value));
        var functions = running.Functions.Select((identity, number) => (Name: identity.Split('#')[0], Number: (uint)(ChainCounters.FirstFunction + number)))
            .Where(function => !InnerFunctions.Contains(function.Name)).Select(function => Read(map, name, running, "function", function.Name, function.Number));
        return [.. chains, .. functions];
    }

    static ChainStatus Read(IBpfMap map, string script, DeploymentNotes running, string kind, string name, uint element)
    {
        var values = new byte[map.ValueBufferSize];
        BpfMapException.ThrowIfFailed(map, "read", map.Lookup(BitConverter.GetBytes(element), values));
        ulong Sum(int offset)
        {
            var sum = 0ul;
            for (var at = offset; at < values.Length; at += ChainCounters.Size)
                sum += BinaryPrimitives.ReadUInt64LittleEndian(values.AsSpan(at));
            return sum;
        }

        return new(script, running.Tier, running.Counting, kind, name, Sum(0), [.. Enumerable.Range(0, s_verdicts.Length).Select(verdict => Sum(ChainCounters.Verdicts + sizeof(ulong) * verdict))],
            [.. Enumerable.Range(0, s_causes.Length).Select(cause => Sum(ChainCounters.Faults + sizeof(ulong) * cause))], Sum(ChainCounters.Nanoseconds));
    }

    static string Verdict(ChainStatus line, int verdict) => line.IsCounted ? Text(line.Verdicts[verdict]) : "";

    static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
