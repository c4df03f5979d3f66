using System.Text.Json;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Packets;

namespace Sluice.KernelBench;

/// <summary>A program of the examples, and the packet that it is measured with.</summary>
/// <param name="Folder">The example.</param>
/// <param name="Program">The program.</param>
/// <param name="Capture">The capture that the packet is from.</param>
/// <param name="Number">Which packet of it, from 1.</param>
sealed record Example(string Folder, string Program, string Capture, int Number)
{
    /// <summary>All that are measured: those that leave the packet as long as it is, since repeated runs work on one.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("drop", "drop", "http.pcap", 10),
        new("tcp-filter", "tcp_filter", "http.pcap", 10),
        new("protocol-count", "protocol_count", "http.pcap", 10),
        new("flow-stats", "count_rx", "http.pcap", 10),
        new("firewall", "firewall", "http.pcap", 10),
        new("firewall", "firewall", "syn-flood.pcap", 100),
        new("load-balancer", "flow_hash", "virtual-service.pcap", 10),
        new("ipv6-ext", "ipv6_ext", "ipv6-ext.pcap", 10),
        new("vlan-rewrite", "vlan_rewrite", "vlan.pcap", 10),
        new("events", "report_connections", "http.pcap", 10),
    ];

    static readonly (string Folder, string Map, string File)[] s_entries =
        [("firewall", "allowed_ports", "ports.json"), ("load-balancer", "backends", "backends.json")];

    static string Root { get; } = Path.Combine(Environment.CurrentDirectory, "examples");

    /// <summary>Its C source.</summary>
    public string Source => Path.Combine(Root, Folder, $"{Folder}.bpf.c");

    /// <summary>Reads its object.</summary>
    public BpfObject Load() => BpfObject.Load(Path.Combine(Root, Folder, $"{Folder}.bpf.o"));

    /// <summary>Reads the packet.</summary>
    public byte[] Packet()
    {
        using var capture = CaptureReader.Open(Path.Combine(Root, "captures", Capture));
        for (var number = 1; capture.TryRead(out var packet); number++)
        {
            if (number == Number)
                return packet.Data.ToArray();
        }

        throw new InvalidOperationException($"{Capture} has no packet {Number}");
    }

    /// <summary>Fills the maps that it needs.</summary>
    public void Fill(IBpfCollection live)
    {
        foreach (var (_, map, file) in s_entries.Where(entry => entry.Folder == Folder))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, Folder, file)));
            var spec = live.Maps[map].Spec;
            foreach (var entry in json.RootElement.EnumerateArray())
            {
                var error = live.Maps[map].Update(
                    new BtfValueParser(spec.KeyType, spec.KeySize).Parse(entry.GetProperty("key")),
                    new BtfValueParser(spec.ValueType, spec.ValueSize).Parse(entry.GetProperty("value")));
                if (error != Errno.None)
                    throw new BpfMapException(map, "update", error);
            }
        }
    }
}
