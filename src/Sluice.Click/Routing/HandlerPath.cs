using Sluice.Click.Handlers;

namespace Sluice.Click.Routing;

/// <summary>Finds handlers by their paths.</summary>
public static class HandlerPath
{
    /// <summary>The handler <c>element.handler</c>, or the router's own one of that name.</summary>
    /// <exception cref="HandlerException">There is none.</exception>
    public static Handler Find(Router router, string path)
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentNullException.ThrowIfNull(path);
        var dot = path.LastIndexOf('.');
        if (dot <= 0)
            return router.GlobalHandlers.Find(path[(dot + 1)..]) ?? throw new HandlerException($"found no handler '{path}', expected ELEMENT.HANDLER, or one of the router's: 'handlers' lists them");
        if (router.Find(path[..dot]) is not { } element)
            throw new HandlerException($"found no element '{path[..dot]}'");
        return router.HandlersOf(element).Find(path[(dot + 1)..])
            ?? throw new HandlerException($"found no handler '{path[(dot + 1)..]}' of {element}: '{path[..dot]}.handlers' lists them");
    }
}
