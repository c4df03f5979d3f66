using Sluice.Click.Arguments;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Control;

/// <summary><c>ControlSocket</c>: lets other programs call the router's handlers.</summary>
/// <remarks>ControlSocket(n). A hot swap to a router with a socket at the same place leaves clients connected.</remarks>
sealed class ControlSocket : Element
{
    ControlEndpoint? _endpoint;
    ControlSockets? _sockets;
    RouterTimer? _retry;
    bool _isReadOnly;
    bool _isVerbose;
    bool _warns;
    int _retries;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var type = arguments.Mandatory("TYPE", ArgumentTypes.String)?.ToUpperInvariant();
        var place = arguments.Mandatory("PLACE", ArgumentTypes.String) ?? "";
        var isLocal = arguments.Keyword("LOCALHOST", ArgumentTypes.Bool);
        var isReadOnly = arguments.Keyword("READONLY", ArgumentTypes.Bool);
        var isVerbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool);
        var retries = arguments.Keyword("RETRIES", ArgumentTypes.Count);
        var warns = arguments.Keyword("RETRY_WARNINGS", ArgumentTypes.Bool, true);
        ControlEndpoint? endpoint = null;
        if (type == "UNIX")
            endpoint = ControlEndpoint.Unix(place);
        else if (type == "TCP" && ushort.TryParse(place.TrimEnd('+'), out var port))
            endpoint = ControlEndpoint.Tcp(port, isLocal);
        else if (!arguments.Failed)
            arguments.Error($"found {type} {place}, expected TCP and a port, or UNIX and a path");
        if (arguments.Complete())
            (_endpoint, _isReadOnly, _isVerbose, _retries, _warns) = (endpoint, isReadOnly, isVerbose, retries, warns);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _retry = new(this);
        if (TryOpen() is not { } failure)
            return;
        if (_retries == 0)
            Error(failure);
        else
            _retry.ScheduleAfter(1_000_000_000);
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        if (TryOpen() is not { } failure)
            return;
        _retries--;
        if (_warns || _retries == 0)
            Router.Options.Output.WriteLine($"{this}: {failure}");
        if (_retries == 0)
            Router.RequestStop();
        else
            timer.ScheduleAfter(1_000_000_000);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_sockets is not null)
            _sockets.Release(_endpoint!, Router);
        _sockets = null;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("port", () => _endpoint?.Path ?? (_sockets?.PortOf(_endpoint!) ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture), "where it listens");
    }

    string? TryOpen()
    {
        try
        {
            var sockets = ControlSockets.Of(Router.Options);
            sockets.Acquire(_endpoint!, Router, _isReadOnly, _isVerbose ? text => Router.Options.Output.WriteLine($"{this}: {text}") : null);
            _sockets = sockets;
            return null;
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }
}
