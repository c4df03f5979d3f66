using System.Buffers.Binary;
using Sluice.Click.Arguments;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Packets;

namespace Sluice.Click.Elements.Programs;

/// <summary><c>Control</c>: takes control packets, which replace the programs of other elements.</summary>
/// <remarks>
/// Network Function Virtualization with UniBPF, section 5.4.2. Packets come with their IP and UDP headers known (CheckIPHeader,
/// CheckUDPHeader). With KEY, packets must be sealed with it, and be addressed to ADDR and PORT; the thesis's plain packets are taken
/// only where the router is started with --insecure-control. Programs are made ready on a thread of their own: packets do not wait.
/// </remarks>
sealed class Control : Element
{
    const int UdpHeader = 8, DestinationOffset = 16, DestinationPortOffset = 2;

    // Requests that wait; more are refused.
    const int MostWaiting = 16;

    readonly Lock _lock = new();
    readonly Queue<ControlRequest> _waiting = new();
    ProgramHost _host = null!;
    ErrorLog? _errors;
    byte[] _key = [];
    IPv4Address _address;
    bool _isBound;
    int _port;
    bool _isWorking;
    long _last, _taken, _refused;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _isBound = arguments.Has("ADDR");
        var address = arguments.Keyword("ADDR", ArgumentTypes.IPv4Address);
        var port = arguments.Keyword("PORT", ArgumentTypes.Range(1, ushort.MaxValue), 0);
        var key = arguments.Keyword("KEY", ArgumentTypes.String, "");
        if (Router.Options.Service<ProgramHost>() is not { } host)
        {
            arguments.Error("this router runs no programs: it has no host for them");
            return;
        }

        if (key.Length == 0 && !host.Policy.InsecureControl)
            arguments.Error("found no KEY, expected the file of one: plain control packets are taken only where the router is started with --insecure-control");
        if (key.Length > 0 && !_isBound)
            arguments.Error("found no ADDR, expected the address that control packets are sent to");
        var bytes = key.Length > 0 ? ReadKey(arguments, Path.Combine(host.Folder, key)) : [];
        if (!arguments.Complete())
            return;
        (_host, _key, _address, _port) = (host, bytes, address, port);
        _errors = new ErrorLog(host.Output, ToString(), host.Policy.Time);
        _last = (host.Policy.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick; // What was sent before counts no more.
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Control control)
            return false;
        (_last, _taken, _refused) = (control._last, control._taken, control._refused);
        return true;
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        foreach (var packet in batch)
            Take(packet);
        batch.Kill();
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("taken", () => Interlocked.Read(ref _taken), "programs that were replaced", HandlerFlags.Concurrent);
        handlers.Read("refused", () => Interlocked.Read(ref _refused), "packets that were not taken, and programs that were refused", HandlerFlags.Concurrent);
    }

    unsafe void Take(Packet packet)
    {
        try
        {
            if (!packet.HasTransportHeader || packet.TransportLength < UdpHeader || !packet.HasNetworkHeader || packet.NetworkHeaderLength < 20)
                throw new ControlPacketException("found a packet whose IP and UDP headers nobody checked: CheckIPHeader and CheckUDPHeader go before");
            DemandDestination(new ReadOnlySpan<byte>(packet.NetworkHeader, packet.NetworkHeaderLength), new ReadOnlySpan<byte>(packet.TransportHeader, UdpHeader));
            var payload = new ReadOnlySpan<byte>(packet.TransportHeader + UdpHeader, packet.TransportLength - UdpHeader);
            lock (_lock)
            {
                Add(_key.Length > 0 ? SealedControlPacket.Read(payload, _key, _host.Policy.Time.GetUtcNow(), ref _last) : ControlPacket.Read(payload));
            }
        }
        catch (ControlPacketException error)
        {
            Refuse(error.Message);
        }
    }

    void DemandDestination(ReadOnlySpan<byte> ip, ReadOnlySpan<byte> udp)
    {
        if (_isBound && BinaryPrimitives.ReadUInt32BigEndian(ip[DestinationOffset..]) != _address.Value)
            throw new ControlPacketException($"found a packet to another address, expected {_address}");
        if (_port != 0 && BinaryPrimitives.ReadUInt16BigEndian(udp[DestinationPortOffset..]) != _port)
            throw new ControlPacketException($"found a packet to another port, expected {_port}");
    }

    void Add(ControlRequest request)
    {
        DemandPlainName(request.Program);
        DemandPlainName(request.Signature);
        if (_waiting.Count == MostWaiting)
            throw new ControlPacketException($"{MostWaiting} changes are waiting already");
        _waiting.Enqueue(request);
        if (_isWorking)
            return;
        _isWorking = true;
        ThreadPool.UnsafeQueueUserWorkItem(static control => control.Work(), this, preferLocal: false);
    }

    // Names lie below the router's folder: a packet does not choose among all files of the machine.
    static void DemandPlainName(string name)
    {
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
            throw new ControlPacketException($"found the name `{name}`, expected one below the router's folder");
        if (name == ProgramPolicy.NoSignature)
            throw new ControlPacketException($"found the signature {ProgramPolicy.NoSignature}, expected an attestation: control packets bring no unsigned programs");
    }

    void Work()
    {
        while (true)
        {
            ControlRequest? request;
            lock (_lock)
            {
                if (!_waiting.TryDequeue(out request))
                {
                    _isWorking = false;
                    return;
                }
            }

            Do(request);
        }
    }

    void Do(ControlRequest request)
    {
        var router = Router.Driver?.Router ?? Router;
        if (router.Elements.OfType<ProgramElement>().FirstOrDefault(element => element.Id >= 0 && (ulong)element.Id == request.Id) is not { } element)
        {
            Refuse($"found no element with ID {request.Id}");
            return;
        }

        try
        {
            // Always said: the element might keep a signature that is none.
            var change = element.Reconfigure($"FILE {ArgumentText.Quote(request.Program)}, SIGNATURE {ArgumentText.Quote(request.Signature)}");
            Interlocked.Increment(ref _taken);
            _host.Output.WriteLine($"{this}: {element}: {change}");
        }
        catch (HandlerException error)
        {
            Refuse($"{element}: {error.Message}");
        }
    }

    void Refuse(string message)
    {
        Interlocked.Increment(ref _refused);
        _errors!.Write(() => message);
    }

    static byte[] ReadKey(ArgumentReader arguments, string path)
    {
        try
        {
            var key = ProgramFiles.Read(path, "KEY");
            if (key.Length >= SealedControlPacket.MinKey)
                return key;
            arguments.Error($"KEY {path}: found {key.Length} bytes, expected at least {SealedControlPacket.MinKey} that nobody can guess (head -c 32 /dev/urandom)");
        }
        catch (ProgramException error)
        {
            arguments.Error(error.Message);
        }

        return [];
    }
}
