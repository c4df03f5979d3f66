namespace Sluice.Click.Elements;

/// <summary>A class of elements: what a configuration may say of it, and how one is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ports">How many inputs and outputs, in Click's code: <c>1/1-2</c>, <c>-/-</c> any number, <c>1-/=</c> as many as inputs.</param>
/// <param name="Processing">How packets move through its ports, in Click's code: h push, l pull, a either, inputs before the slash, the
/// last letter for all further ports.</param>
/// <param name="Flow">Between which ports packets go, in Click's code: a packet from an input may leave at outputs that share a letter
/// with it; <c>#</c> is the port's own number.</param>
/// <param name="Synopsis">Its arguments, as a manual shows them.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Factory">Makes one.</param>
public sealed record ElementClass(
    string Name,
    string Ports,
    string Processing,
    string Flow,
    string Synopsis,
    string Summary,
    Func<Element> Factory)
{
    /// <summary>The class of an element whose class nobody knows: it fits everywhere, so that what is wrong elsewhere can be told.</summary>
    internal static readonly ElementClass Unknown = new("?", "-/-", PortCodes.Agnostic, PortCodes.Broken, "", "", static () => new UnknownElement());

    /// <summary>The class of an element that is in no router.</summary>
    internal static readonly ElementClass None =
        new("?", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "", "", static () => throw new NotSupportedException());
}
