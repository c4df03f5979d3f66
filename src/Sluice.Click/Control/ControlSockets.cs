using Sluice.Click.Routing;

namespace Sluice.Click.Control;

/// <summary>The control sockets that elements opened, kept open from one router to the next that has the same.</summary>
sealed class ControlSockets
{
    readonly Dictionary<ControlEndpoint, (ControlServer Server, List<Router> Users)> _open = [];

    /// <summary>Those of all routers that share these options.</summary>
    public static ControlSockets Of(RouterOptions options)
    {
        lock (options)
        {
            if (options.Service<ControlSockets>() is { } known)
                return known;
            ControlSockets made = new();
            options.With(made);
            return made;
        }
    }

    /// <summary>Opens a socket for a router, or takes over the one that another has open there.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public void Acquire(ControlEndpoint endpoint, Router router, bool isReadOnly, Action<string>? report)
    {
        lock (_open)
        {
            if (_open.TryGetValue(endpoint, out var known) && known.Server.IsReadOnly == isReadOnly)
            {
                known.Users.Add(router);
                return;
            }

            List<Router> users = [router];
            _open[endpoint] = (new(endpoint, () => DriverOf(users), isReadOnly) { Report = report }, users);
        }
    }

    /// <summary>A router needs the socket no more; the last closes it.</summary>
    public void Release(ControlEndpoint endpoint, Router router)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(endpoint, out var known) || !known.Users.Remove(router) || known.Users.Count > 0)
                return;
            _open.Remove(endpoint);
            known.Server.Dispose();
        }
    }

    /// <summary>The TCP port that is listened at.</summary>
    public int PortOf(ControlEndpoint endpoint)
    {
        lock (_open)
            return _open.TryGetValue(endpoint, out var known) ? known.Server.Port : 0;
    }

    RouterDriver? DriverOf(List<Router> users)
    {
        lock (_open)
            return users.Select(router => router.Driver).FirstOrDefault(driver => driver is not null);
    }
}
