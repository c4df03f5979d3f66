using System.Numerics;
using System.Text.Json;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Tests.Agreement;

/// <summary>What one engine makes of a list of packets, as text that can be compared.</summary>
static class EngineRun
{
    /// <summary>Runs every packet, and tells verdicts, packets and metadata as they came out, and what is in the maps.</summary>
    /// <param name="loaded">The object, alive.</param>
    /// <param name="program">The program.</param>
    /// <param name="packets">The packets.</param>
    /// <param name="entries">What to put into maps before: map and file of JSON.</param>
    /// <param name="drainRing">Reads all records of a ring.</param>
    public static List<string> Describe(
        IBpfCollection loaded, string program, IReadOnlyList<byte[]> packets, IReadOnlyList<(string Map, string File)> entries,
        Func<IBpfMap, List<byte[]>> drainRing)
    {
        foreach (var (map, file) in entries)
            Fill(loaded.Maps[map], file);
        var said = new List<string>();
        for (var i = 0; i < packets.Count; i++)
        {
            var result = loaded.Programs[program].Run(packets[i]);
            said.Add($"packet {i}: {(uint)result.ReturnValue}, {Convert.ToHexString(result.Metadata)}|{Convert.ToHexString(result.Packet)}");
        }

        foreach (var map in loaded.Maps.Values.OrderBy(map => map.Spec.Name, StringComparer.Ordinal))
            said.AddRange(Contents(map, drainRing).Select(line => $"{map.Spec.Name}: {line}"));
        return said;
    }

    static void Fill(IBpfMap map, string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            var key = new BtfValueParser(map.Spec.KeyType, map.Spec.KeySize).Parse(entry.GetProperty("key"));
            var value = new BtfValueParser(map.Spec.ValueType, map.Spec.ValueSize).Parse(entry.GetProperty("value"));
            Assert.Equal(Errno.None, map.Update(key, value));
        }
    }

    static IEnumerable<string> Contents(IBpfMap map, Func<IBpfMap, List<byte[]>> drainRing)
    {
        if (map.Spec.Type == MapType.RingBuffer)
            return drainRing(map).Select(Convert.ToHexString);
        var lines = new List<string>();
        var (key, next, value) = (new byte[map.Spec.KeySize], new byte[map.Spec.KeySize], new byte[map.ValueBufferSize]);
        for (var error = map.NextKey([], next); error == Errno.None; error = map.NextKey(key, next))
        {
            next.CopyTo(key, 0);
            Assert.Equal(Errno.None, map.Lookup(key, value));
            var shown = map.Spec.IsPerCpu ? Sum(value, map.Spec.ValueSize) : value;
            lines.Add($"{Convert.ToHexString(key)}={Convert.ToHexString(shown)}");
        }

        return lines.Order(StringComparer.Ordinal);
    }

    // Which CPU a packet ran on is no difference: values of all CPUs are added up, as numbers of the value's size.
    static byte[] Sum(byte[] values, int size)
    {
        var stride = (size + 7) & ~7;
        var sum = BigInteger.Zero;
        for (var at = 0; at < values.Length; at += stride)
            sum += new BigInteger(values.AsSpan(at, size), isUnsigned: true);
        return sum.ToByteArray(isUnsigned: true);
    }
}
