using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Devices;

/// <summary>The tunnel devices that elements opened: FromHost and ToHost of one device share it, and so do the old and the new router of a
/// hot swap, so that the host does not see it go.</summary>
sealed class TunnelDevices
{
    readonly Dictionary<string, (TunnelDevice Device, bool IsTap, int Users)> _open = [];

    /// <summary>Those of all routers that share these options.</summary>
    public static TunnelDevices Of(RouterOptions options)
    {
        lock (options)
        {
            if (options.Service<TunnelDevices>() is { } known)
                return known;
            TunnelDevices made = new();
            options.With(made);
            return made;
        }
    }

    /// <summary>Opens a device, or shares it with those who have.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isTap">Ethernet frames? Null for whichever it is.</param>
    /// <exception cref="IOException">It cannot be opened, or is open as another kind.</exception>
    public TunnelDevice Acquire(string name, bool? isTap)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(name, out var known))
                known = (TunnelDevice.Open(name, isTap ?? true), isTap ?? true, 0);
            if (isTap is { } wanted && wanted != known.IsTap)
                throw new IOException($"{name}: found a device of TYPE {(known.IsTap ? "ETHER" : "IP")}, expected {(wanted ? "ETHER" : "IP")}");
            _open[name] = known with { Users = known.Users + 1 };
            return known.Device;
        }
    }

    /// <summary>Somebody needs the device no more; the last closes it.</summary>
    public void Release(string name)
    {
        lock (_open)
        {
            var known = _open[name];
            if (known.Users > 1)
            {
                _open[name] = known with { Users = known.Users - 1 };
                return;
            }

            _open.Remove(name);
            known.Device.Dispose();
        }
    }
}
