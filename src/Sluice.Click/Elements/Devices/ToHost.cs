using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>ToHost</c>: gives packets to the host, which receives them at the device of the FromHost of that name.</summary>
/// <remarks>ToHost.u(n).</remarks>
sealed class ToHost : SendingElement
{
    string _name = "";
    TunnelDevice? _device;

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Device + 1;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var name = arguments.Mandatory("DEVNAME", ArgumentTypes.String);
        if (arguments.Complete())
            _name = name;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        try
        {
            _device = TunnelDevices.Of(Router.Options).Acquire(_name, null);
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
        if (_device is not null)
            TunnelDevices.Of(Router.Options).Release(_name);
        _device = null;
    }

    /// <inheritdoc/>
    protected override int Give(ref PacketBatch batch, ref long refused)
    {
        var taken = _device!.Give(batch.First);
        if (taken == false)
            return 0;
        batch.RemoveFirst().Kill();
        refused += taken is null ? 1 : 0;
        return taken is null ? 0 : 1;
    }
}
