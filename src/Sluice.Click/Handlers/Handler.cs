namespace Sluice.Click.Handlers;

/// <summary>A handler of an element: a value to read, a command to write to, or both.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">What kind it is.</param>
/// <param name="Reader">Reads it, given parameters (usually empty); null where it cannot be read.</param>
/// <param name="Writer">Writes to it; null where it cannot be written to.</param>
/// <param name="Help">What it is for, in a sentence.</param>
public sealed record Handler(string Name, HandlerFlags Flags, Func<string, string>? Reader, Action<string>? Writer, string Help)
{
    /// <summary>Can it be read?</summary>
    public bool CanRead => Reader is not null;

    /// <summary>Can it be written to?</summary>
    public bool CanWrite => Writer is not null;

    /// <summary>Reads it.</summary>
    /// <exception cref="HandlerException">It cannot be read, or the parameters are wrong.</exception>
    public string Read(string parameters = "") =>
        Reader is null ? throw new HandlerException($"handler '{Name}' cannot be read, only written to") : Reader(parameters);

    /// <summary>Writes to it.</summary>
    /// <exception cref="HandlerException">It cannot be written to, or the value is wrong.</exception>
    public void Write(string value = "")
    {
        if (Writer is null)
            throw new HandlerException($"handler '{Name}' cannot be written to, only read");
        Writer(value);
    }
}
