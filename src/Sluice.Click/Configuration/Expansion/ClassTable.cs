namespace Sluice.Click.Configuration.Expansion;

/// <summary>The names of classes at one place of a configuration: a list that only grows, so that a place further up keeps its own.</summary>
/// <param name="Name">The name that was given last.</param>
/// <param name="Class">What it stands for.</param>
/// <param name="Earlier">The names given before; null for none.</param>
sealed record ClassTable(string Name, ClassDefinition Class, ClassTable? Earlier)
{
    /// <summary>Before any name is given.</summary>
    public static ClassTable Empty { get; } = new("", new PrimitiveClass("", false), null);

    /// <summary>What a name stands for; null if no <c>elementclass</c> gave it.</summary>
    public ClassDefinition? Find(string name)
    {
        for (var entry = this; entry.Earlier is not null; entry = entry.Earlier)
        {
            if (entry.Name == name)
                return entry.Class;
        }

        return null;
    }

    /// <summary>All names.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var entry = this; entry.Earlier is not null; entry = entry.Earlier)
                yield return entry.Name;
        }
    }
}
