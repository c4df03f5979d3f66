namespace Sluice.Click.Configuration;

/// <summary>An element of a flat configuration: compound elements are expanded and variables replaced.</summary>
/// <param name="Name">Its full name, such as <c>c0</c> or <c>gate/queue</c>.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Arguments">Its configuration string: what stands between the parentheses, empty where there are none.</param>
/// <param name="Position">Where it is declared.</param>
public sealed record ElementDeclaration(string Name, string ClassName, string Arguments, SourcePosition Position)
{
    /// <summary>Name and class, as messages show elements.</summary>
    public override string ToString() => $"{Name} :: {ClassName}";
}
