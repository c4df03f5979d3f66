using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>ToDevice</c>: sends packets, with their Ethernet headers, at a network device.</summary>
/// <remarks>ToDevice.u(n).</remarks>
sealed class ToDevice : SendingElement
{
    string _device = "";
    PacketSocket? _socket;

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Device;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var device = arguments.Mandatory("DEVNAME", ArgumentTypes.String);
        var burst = arguments.Keyword("BURST", ArgumentTypes.Range(1, int.MaxValue), PacketSocket.MostFrames);
        _ = arguments.Keyword("METHOD", ArgumentTypes.Word, "LINUX"); // How packets are sent makes no difference here.
        _ = arguments.Keyword("QUIET", ArgumentTypes.Bool);
        if (arguments.Complete())
            (_device, Burst) = (device, burst);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        try
        {
            _socket = PacketSocket.Send(_device);
        }
        catch (IOException error)
        {
            Error(error.Message);
            return;
        }

        base.Initialize();
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        base.Cleanup();
        _socket?.Dispose();
        _socket = null;
    }

    /// <inheritdoc/>
    protected override int Give(ref PacketBatch batch, ref long refused) => _socket!.Give(ref batch, ref refused);
}
