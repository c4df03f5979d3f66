using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;
using Sluice.Cli.Execution.Engines;
using Sluice.Packets;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Execution;

/// <summary>Takes packets through a program one by one. Allocates nothing for a packet.</summary>
sealed class PacketRunner(IPacketProgram program, VerdictTable table, RunSettings settings)
{
    readonly RunContext _context = new() { InterfaceIndex = settings.InterfaceIndex };
    readonly SortedDictionary<int, TrafficCount> _clones = [];
    long _timestamp;
    int _interfaceId;

    /// <summary>Packets run so far; while the program runs, the number of the packet at hand.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of packets run so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>What came of them.</summary>
    public VerdictTally Tally { get; } = new(table);

    /// <summary>Copies that programs sent (bpf_clone_redirect), by interface.</summary>
    public IReadOnlyDictionary<int, TrafficCount> Clones => _clones;

    /// <summary>Faults: how many, and the first.</summary>
    public BoundedLog<FirstFault> Faults { get; } = new(capacity: 1);

    /// <summary>The clock to set by each packet, or null.</summary>
    public CaptureClock? Clock { get; init; }

    /// <summary>Where packets are written, or null.</summary>
    public OutputCaptures? Output { get; set; }

    /// <summary>Rings to empty after each packet.</summary>
    public RecordLog[] Rings { get; init; } = [];

    /// <summary>Has a fault ended the run?</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Time spent on packets.</summary>
    public Stopwatch Watch { get; } = new();

    /// <summary>Runs the program over a packet.</summary>
    /// <exception cref="CommandException">It is no packet that programs can run over.</exception>
    public void Run(in CapturedPacket packet)
    {
        Count++;
        if (packet.LinkType != LinkType.Ethernet || packet.Data.Length > PacketBuffer.MaxPacket)
            Refuse(packet);
        (_timestamp, _interfaceId) = (packet.Timestamp, packet.InterfaceId);
        Clock?.AdvanceTo(packet.Timestamp);
        Bytes += packet.Data.Length;
        long verdict;
        try
        {
            verdict = table.Read(program.Run(packet.Data, _context with { Timestamp = packet.Timestamp }));
        }
        catch (CommandException refusal)
        {
            throw new CommandException($"{settings.Input}: packet {Count}: {refusal.Message}");
        }
        catch (BpfFaultException fault)
        {
            Faults.Add(new(Count, fault));
            HasStopped = settings.StopsOnFault;
            return;
        }

        Tally.Add(verdict, packet.Data.Length);
        var redirect = verdict == table.Redirect ? program.Redirect : default;
        if (verdict == table.Redirect)
            Tally.AddRedirect(redirect, packet.Data.Length);
        foreach (var ring in Rings)
            ring.Drain();
        Output?.Write(verdict, redirect, packet, program.Packet);
    }

    /// <summary>Takes a copy that the program sends while it runs.</summary>
    public void AddClone(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        var count = _clones.GetValueOrDefault(interfaceIndex);
        count.Add(packet.Length);
        _clones[interfaceIndex] = count;
        Output?.WriteClone(interfaceIndex, new(_timestamp, LinkType.Ethernet, packet, (uint)packet.Length, _interfaceId));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Refuse(in CapturedPacket packet)
    {
        if (packet.LinkType != LinkType.Ethernet)
        {
            throw new CommandException($"{settings.Input}: packet {Count}: found link type {packet.LinkType} ({(int)packet.LinkType}), expected Ethernet: "
                + "programs see frames that begin with an Ethernet header");
        }

        throw new CommandException(
            $"{settings.Input}: packet {Count}: found {packet.Data.Length} bytes, expected at most {PacketBuffer.MaxPacket}");
    }
}
