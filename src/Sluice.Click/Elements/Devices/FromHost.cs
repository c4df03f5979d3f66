using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>FromHost</c>: makes a network device on the host; what the host sends there comes out here.</summary>
/// <remarks>FromHost.u(n); the device goes when the router does.</remarks>
sealed unsafe class FromHost : Element
{
    static readonly ArgumentType<bool> s_types = ArgumentTypes.Choice(new Dictionary<string, bool> { ["ETHER"] = true, ["IP"] = false });

    string _name = "";
    (IPv4Address Address, IPv4Prefix Prefix)? _destination;
    MacAddress? _hardware;
    bool _isTap;
    int _mtu, _headroom, _burst;
    TunnelDevice? _device;

    /// <summary>The device's name.</summary>
    public string DeviceName => _name;

    RouterTask _task = null!;
    long _count;

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Device;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var name = arguments.Mandatory("DEVNAME", ArgumentTypes.String);
        var hasDestination = arguments.All.Count > 1;
        var destination = arguments.Optional("DST", ArgumentTypes.IPv4AddressAndPrefix);
        var isTap = arguments.Keyword("TYPE", s_types, true);
        var hardware = arguments.Keyword("ETHER", ArgumentTypes.MacAddress);
        var mtu = arguments.Keyword("MTU", ArgumentTypes.Range(0, 65_535));
        var headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Range(0, 1024), PacketPool.DefaultHeadroom);
        var burst = arguments.Keyword("BURST", ArgumentTypes.Range(1, int.MaxValue), PacketSocket.MostFrames);
        _ = arguments.Keyword("CAPACITY", ArgumentTypes.Range(0, int.MaxValue)); // Of a queue in the kernel, which has its own length here.
        if (!arguments.Complete())
            return;
        (_name, _isTap, _mtu, _headroom, _burst) = (name, isTap, mtu, headroom, burst);
        _destination = hasDestination && destination.Address.Value != 0 ? destination : null;
        _hardware = hardware.Value != 0 ? hardware : null;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        try
        {
            _device = TunnelDevices.Of(Router.Options).Acquire(_name, _isTap);
            _device.SetUp(_destination?.Address, _destination?.Prefix.Length ?? 0, _hardware, _mtu);
        }
        catch (IOException error)
        {
            Error(error.Message);
            return;
        }

        _task = new(this);
        Router.Watch(this, _device.Descriptor);
    }

    /// <inheritdoc/>
    public override void RunDescriptor(int descriptor) => _task.Schedule();

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = _device!.Take(_burst, Pool, _headroom);
        if (batch.IsEmpty)
            return false;
        var now = Clock.Now;
        foreach (var packet in batch)
        {
            var made = packet;
            made.Timestamp = now;
            if (_isTap)
                made.SetMacHeader(made.Data);
        }

        _count += batch.Count;
        task.Schedule();
        Output(0).Push(batch);
        return true;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not FromHost host || host._name != _name)
            return false;
        _count = host._count;
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_device is not null)
            TunnelDevices.Of(Router.Options).Release(_name);
        _device = null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("count", () => _count, "packets received from the host");
        handlers.Read("dev_name", () => _device?.Name ?? _name, "the device", HandlerFlags.Calm);
        handlers.Button("reset_counts", () => _count = 0, "sets the count to zero");
    }
}
