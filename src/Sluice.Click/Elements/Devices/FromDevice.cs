using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>FromDevice</c>: packets that come in at a network device.</summary>
/// <remarks>FromDevice.u(n). The kernel sees the packets as well, as with Click's SNIFFER, unless the device has no address there. Large
/// segments and missing checksums, as senders on the same machine leave them to a card, are done here.</remarks>
sealed class FromDevice : Element
{
    const int DefaultSnapLength = 65_535;

    string _device = "";
    bool _isPromiscuous, _withOutgoing, _isActive;
    int _snapLength, _burst, _index;
    PacketSocket? _socket;
    RouterTask _task = null!;
    long _count, _lost, _drops;

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Device;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var device = arguments.Mandatory("DEVNAME", ArgumentTypes.String);
        var isPromiscuous = arguments.Optional("PROMISC", ArgumentTypes.Bool);
        var snapLength = arguments.Optional("SNAPLEN", ArgumentTypes.Range(14, DefaultSnapLength), DefaultSnapLength);
        var sniffer = arguments.Keyword("SNIFFER", ArgumentTypes.Bool, true);
        var withOutgoing = arguments.Keyword("OUTBOUND", ArgumentTypes.Bool);
        var burst = arguments.Keyword("BURST", ArgumentTypes.Range(1, PacketSocket.MostFrames), PacketSocket.MostFrames);
        var isActive = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        _ = arguments.Keyword("METHOD", ArgumentTypes.Word, "LINUX"); // How packets are taken makes no difference here.
        if (!sniffer)
            arguments.Error("SNIFFER: found false, expected true: to keep the kernel from the packets, give the device no address there");
        if (arguments.Complete())
            (_device, _isPromiscuous, _snapLength, _withOutgoing, _burst, _isActive) = (device, isPromiscuous, snapLength, withOutgoing, burst, isActive);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        try
        {
            _socket = PacketSocket.Receive(_device, _isPromiscuous, _withOutgoing);
            _index = PacketSocket.IndexOf(_device);
        }
        catch (IOException error)
        {
            Error(error.Message);
            return;
        }

        _task = new(this);
        Router.Watch(this, _socket.Descriptor);
    }

    /// <inheritdoc/>
    public override void RunDescriptor(int descriptor) => _task.Schedule();

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        if (!_isActive)
            return false;
        PacketBatch batch;
        try
        {
            batch = _socket!.Take(_burst, _snapLength, Pool, _index, ref _lost);
        }
        catch (IOException error)
        {
            // A device that is down comes back, perhaps; one that is gone does not.
            if (DeviceCalls.IndexOf(_device) == 0)
            {
                Router.ReportFailure(this, $"{error.Message}: nothing more comes from the device");
                _isActive = false;
            }

            return false;
        }

        if (batch.IsEmpty)
            return false;
        _count += batch.Count;
        // There may be more: who asks again finds out.
        task.Schedule();
        Output(0).Push(batch);
        return true;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not FromDevice device || device._device != _device)
            return false;
        (_count, _lost, _drops) = (device._count, device._lost, device._drops);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("count", () => _count, "packets received");
        handlers.Read("kernel_drops", () => _drops += _socket?.TakeDrops() ?? 0, "packets lost because they were not taken in time");
        handlers.Read("drops", () => _lost, "packets lost for want of memory");
        handlers.Read("device", () => _device, "the device", HandlerFlags.Calm);
        handlers.Button("reset_counts", () => (_count, _lost, _drops) = (0, 0, 0), "sets the counts to zero");
        handlers.Read("active", () => _isActive ? "true" : "false", "whether it receives", HandlerFlags.Checkbox);
        handlers.Write("active", text =>
        {
            _isActive = ParseValue(text, ArgumentTypes.Bool);
            _task.Schedule();
        }, "whether it receives", HandlerFlags.Checkbox);
    }
}
