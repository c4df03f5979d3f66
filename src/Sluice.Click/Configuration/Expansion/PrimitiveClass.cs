namespace Sluice.Click.Configuration.Expansion;

/// <summary>A class that is part of the platform, or that nothing has.</summary>
sealed record PrimitiveClass(string Name, bool IsKnown) : ClassDefinition(Name);
