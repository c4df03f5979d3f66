using Sluice.Click.Elements;
using Sluice.Click.Routing;

namespace Sluice.Click.Arguments;

/// <summary>What names in an argument may mean: the router's elements, and names that information elements gave.</summary>
/// <param name="Router">The router that is being configured.</param>
/// <param name="Element">The element whose argument it is.</param>
public readonly record struct ArgumentScope(Router Router, Element Element)
{
    /// <summary>The value of type <typeparamref name="T"/> with that name, looked up in the element's compound element first, then in
    /// those around it.</summary>
    public bool TryFind<T>(string name, out T value)
    {
        for (var prefix = ElementNames.Prefix(Element.Name); ; prefix = ElementNames.Prefix(prefix[..^1]))
        {
            if (Router.Names.TryFind(prefix + name, out value))
                return true;
            if (prefix.Length == 0)
                return false;
        }
    }
}
