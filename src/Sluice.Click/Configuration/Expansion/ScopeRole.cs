namespace Sluice.Click.Configuration.Expansion;

/// <summary>What a word stands for in a scope.</summary>
enum ScopeRole
{
    /// <summary>An element, compound or not.</summary>
    Element,

    /// <summary>The ports through which packets come into a compound element or a group.</summary>
    Input,

    /// <summary>The ports through which they leave it.</summary>
    Output,

    /// <summary>A group, from outside.</summary>
    Group,
}
