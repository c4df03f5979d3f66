using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Features;
using Sluice.Kernel.Links.Netlink;
using Sluice.Kernel.Programs;

namespace Sluice.Kernel.Links;

/// <summary>A program as a filter of an interface's clsact queueing discipline, whoever has put it there.</summary>
/// <remarks>
/// The way of kernels before TCX (Linux 6.6), which newer ones have still. It is no link: it stays when the process ends, until
/// somebody removes it or the interface goes, and nothing is pinned. Filters run in the order of their priorities, behind TCX, and
/// only one program may have a priority here. The program's verdict is the filter's (direct action).
/// </remarks>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Direction">Which packets it sees.</param>
/// <param name="Priority">Its place: lower ones run before; 1 to 65535.</param>
/// <param name="Handle">Its number among the filters of this priority.</param>
/// <param name="ProgramId">The program's id.</param>
/// <param name="Name">What its maker called it.</param>
public sealed record TcFilter(int InterfaceIndex, TcDirection Direction, int Priority, uint Handle, int ProgramId, string Name)
{
    // include/uapi/linux/rtnetlink.h, pkt_sched.h and pkt_cls.h.
    const ushort NewDiscipline = 36, NewFilter = 44, DeleteFilter = 45, GetFilter = 46, Kind = 1, Options = 2;
    const ushort BpfDescriptor = 6, BpfName = 7, BpfFlags = 8, BpfId = 11;
    const uint ClsactParent = 0xffff_fff1, ClsactHandle = 0xffff_0000, IngressParent = 0xffff_fff2, EgressParent = 0xffff_fff3;
    const uint DirectAction = 1, FirstHandle = 1;

    // ETH_P_ALL, in network byte order.
    const ushort AllProtocols = 0x0300;

    /// <summary>Attaches a program, and gives the interface a clsact discipline if it has none.</summary>
    /// <param name="program">A TC program.</param>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="direction">Which packets it shall see.</param>
    /// <param name="priority">Its place.</param>
    /// <param name="name">What listings shall call it; null for the program's name.</param>
    /// <exception cref="KernelException">The kernel refuses: a filter of this priority is there, another discipline is, no such
    /// interface.</exception>
    public static TcFilter Attach(KernelProgram program, int interfaceIndex, TcDirection direction, int priority, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, ushort.MaxValue);
        if (program.Spec.Type is not (ProgramType.SchedClassifier or ProgramType.SchedAction))
            throw Refused(program, interfaceIndex, Errno.InvalidArgument, $"found a program of type {program.Spec.Type}, expected one for TC");
        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(new RouteRequest(NewDiscipline, RouteFlags.Create | RouteFlags.Exclusive | RouteFlags.Acknowledge,
            Message(interfaceIndex, ClsactHandle, ClsactParent, 0)).Add(Kind, "clsact"));
        if (error is not (Errno.None or Errno.Exists))
            throw Refused(program, interfaceIndex, error, Explain(error, reason));
        var filter = new TcFilter(interfaceIndex, direction, priority, FirstHandle, program.Id, name ?? program.Spec.Name);
        (error, reason) = filter.Put(socket, program, RouteFlags.Create | RouteFlags.Exclusive);
        if (error == Errno.None)
            return filter;
        throw Refused(program, interfaceIndex, error, error switch
        {
            Errno.Exists or Errno.InvalidArgument when List(interfaceIndex, direction).Any(other => other.Priority == priority) =>
                $"a filter of priority {priority} is there already",
            Errno.InvalidArgument when reason.Length == 0 => "the interface has another queueing discipline in the place of clsact",
            _ => Explain(error, reason),
        });
    }

    /// <summary>The filters of an interface that are BPF programs, in the order in which they run.</summary>
    /// <exception cref="KernelException">There is no such interface.</exception>
    public static ImmutableArray<TcFilter> List(int interfaceIndex, TcDirection direction)
    {
        using var socket = new RouteSocket();
        var answers = new List<byte[]>();
        var (error, reason) = socket.Ask(
            new(GetFilter, RouteFlags.Dump, Message(interfaceIndex, 0, ParentOf(direction), 0)), answers);
        // Without a clsact discipline there is nothing to list.
        if (error is not (Errno.None or Errno.InvalidArgument or Errno.NotFound))
            throw new KernelException($"interface {interfaceIndex}", $"list the filters of its {direction} side", error, reason);
        return [.. answers.Select(answer => Read(answer, direction)).OfType<TcFilter>().OrderBy(filter => filter.Priority)];
    }

    /// <summary>Puts another program in its place, between two packets.</summary>
    /// <exception cref="KernelException">The kernel refuses, or the filter has gone.</exception>
    public TcFilter Replace(KernelProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var socket = new RouteSocket();
        var (error, reason) = Put(socket, program, RouteFlags.Replace);
        return error == Errno.None
            ? this with { ProgramId = program.Id }
            : throw Refused(program, InterfaceIndex, error, error == Errno.NotFound ? "the filter to replace has gone" : Explain(error, reason));
    }

    /// <summary>Removes it. The clsact discipline stays: others may be about to use it.</summary>
    /// <exception cref="KernelException">It has gone, or that is not permitted.</exception>
    public void Detach()
    {
        using var socket = new RouteSocket();
        var (error, reason) = socket.Ask(new RouteRequest(DeleteFilter, RouteFlags.Acknowledge,
            Message(InterfaceIndex, Handle, ParentOf(Direction), Place)).Add(Kind, "bpf"));
        if (error != Errno.None)
            throw new KernelException($"filter '{Name}' of interface {InterfaceIndex}", "remove", error, Explain(error, reason));
    }

    // tcm_info: the priority in the upper half, the protocol in the lower.
    uint Place => (uint)Priority << 16 | AllProtocols;

    (Errno Error, string Reason) Put(RouteSocket socket, KernelProgram program, ushort flags) => socket.Ask(
        new RouteRequest(NewFilter, (ushort)(flags | RouteFlags.Acknowledge), Message(InterfaceIndex, Handle, ParentOf(Direction), Place))
            .Add(Kind, "bpf")
            .Add(Options, options => options
                .Add(BpfDescriptor, (uint)program.Descriptor.Number)
                .Add(BpfName, Name)
                .Add(BpfFlags, DirectAction)));

    static TcFilter? Read(byte[] answer, TcDirection direction)
    {
        var message = MemoryMarshal.Read<TrafficControlMessage>(answer);
        var attributes = new RouteAttributes(answer.AsSpan(Unsafe.SizeOf<TrafficControlMessage>()));
        var options = attributes.Find(Options);
        // The first answer of a priority is about the classifier, and names no program.
        return attributes.Text(Kind) == "bpf" && options.UInt32(BpfId) is var id and not 0
            ? new(message.InterfaceIndex, direction, (int)(message.Info >> 16), message.Handle, (int)id, options.Text(BpfName))
            : null;
    }

    static uint ParentOf(TcDirection direction) => direction == TcDirection.Ingress ? IngressParent : EgressParent;

    static byte[] Message(int interfaceIndex, uint handle, uint parent, uint info)
    {
        var message = new TrafficControlMessage { InterfaceIndex = interfaceIndex, Handle = handle, Parent = parent, Info = info };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<TrafficControlMessage>(ref message)).ToArray();
    }

    static string Explain(Errno error, string reason) => error switch
    {
        Errno.NotPermitted => Permissions.Explain(Capabilities.NetAdmin),
        Errno.NotFound when reason.Length == 0 => "the kernel was built without clsact or BPF classifiers (CONFIG_NET_SCH_INGRESS, CONFIG_NET_CLS_BPF)",
        _ => reason,
    };

    static KernelException Refused(KernelProgram program, int interfaceIndex, Errno error, string reason) =>
        new($"program '{program.Spec.Name}'", $"attach to interface {interfaceIndex} by clsact", error, reason);
}
