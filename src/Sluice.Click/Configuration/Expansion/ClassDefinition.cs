namespace Sluice.Click.Configuration.Expansion;

/// <summary>What a class's name stands for.</summary>
/// <param name="Name">The name.</param>
abstract record ClassDefinition(string Name);
