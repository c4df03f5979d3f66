using System.Globalization;

namespace Sluice.Click.Handlers;

/// <summary>The handlers of one element, or those of the whole router.</summary>
/// <remarks>Handlers run between two tasks of the router, so that they need no locks; those that are flagged
/// <see cref="HandlerFlags.Concurrent"/> may run at any time.</remarks>
public sealed class HandlerTable
{
    readonly Dictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    readonly List<string> _order = [];

    /// <summary>All handlers in the order in which they were added.</summary>
    public IEnumerable<Handler> All => _order.Select(name => _handlers[name]);

    /// <summary>The handler of that name, or null.</summary>
    public Handler? Find(string name) => _handlers.GetValueOrDefault(name);

    /// <summary>Adds a value to read.</summary>
    public void Read(string name, Func<string> reader, string help, HandlerFlags flags = 0) =>
        Add(name, flags | HandlerFlags.Read, _ => reader(), null, help);

    /// <summary>Adds a whole number to read.</summary>
    public void Read(string name, Func<long> reader, string help, HandlerFlags flags = 0) =>
        Add(name, flags | HandlerFlags.Read, _ => reader().ToString(CultureInfo.InvariantCulture), null, help);

    /// <summary>Adds a value that is read with parameters.</summary>
    public void ReadWith(string name, Func<string, string> reader, string help, HandlerFlags flags = 0) =>
        Add(name, flags | HandlerFlags.Read | HandlerFlags.ReadParameters, reader, null, help);

    /// <summary>Adds something to write to.</summary>
    /// <param name="name">Its name; a handler of that name that can be read can be written to as well then.</param>
    /// <param name="writer">Takes the value; throws <see cref="HandlerException"/> where it is wrong.</param>
    /// <param name="help">What it is for.</param>
    /// <param name="flags">What kind it is.</param>
    public void Write(string name, Action<string> writer, string help, HandlerFlags flags = 0) =>
        Add(name, flags | HandlerFlags.Write, null, writer, help);

    /// <summary>Adds a command without a value.</summary>
    public void Button(string name, Action press, string help, HandlerFlags flags = 0) =>
        Add(name, flags | HandlerFlags.Write | HandlerFlags.Button, null, _ => press(), help);

    /// <summary>Adds a handler; what one of the same name could do, it can do still unless this one does it anew.</summary>
    public void Add(string name, HandlerFlags flags, Func<string, string>? reader, Action<string>? writer, string help)
    {
        if (_handlers.TryGetValue(name, out var known))
        {
            _handlers[name] = known with
            {
                Flags = known.Flags | flags,
                Reader = reader ?? known.Reader,
                Writer = writer ?? known.Writer,
                Help = reader is not null || known.Reader is null ? help : known.Help,
            };
            return;
        }

        _order.Add(name);
        _handlers[name] = new Handler(name, flags, reader, writer, help);
    }
}
