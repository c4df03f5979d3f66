namespace Sluice.Click.Arguments;

/// <summary>Names of elements within compound elements, such as <c>gate/queue</c>.</summary>
public static class ElementNames
{
    /// <summary>The name of the compound element around an element, with the slash; empty for one that is in none.</summary>
    public static string Prefix(string name) => name[..(name.LastIndexOf('/') + 1)];
}
