using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>ToHost</c>: gives packets to the host, which receives them at the device of the FromHost of that name; without a name, at that
/// of the router's only FromHost, or at a device of its own. <c>ToHostSniffers</c>: gives them to a device that only sniffers look at.</summary>
/// <remarks>ToHost.u(n). Configurations for the kernel name no device; there ToHostSniffers' is where packets seem to come from.</remarks>
/// <param name="forSniffers">For sniffers?</param>
sealed class ToHost(bool forSniffers) : SendingElement
{
    const string DefaultDevice = "click0", SniffersDevice = "sniff0";

    string _name = "";
    TunnelDevice? _device;

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Device + 1;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var name = arguments.Optional("DEVNAME", ArgumentTypes.String, "");
        if (arguments.Complete())
            _name = forSniffers ? SniffersDevice : name;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        var sources = Router.Elements.OfType<FromHost>().ToArray();
        if (_name.Length == 0)
            _name = sources.Length == 1 ? sources[0].DeviceName : DefaultDevice;
        try
        {
            _device = TunnelDevices.Of(Router.Options).Acquire(_name, null);
            if (!Array.Exists(sources, source => source.DeviceName == _name))
                _device.SetUp(address: null, prefixLength: 0, hardware: null, mtu: 0); // Nobody else does.
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
