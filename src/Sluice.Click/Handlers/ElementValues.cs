using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Elements;

namespace Sluice.Click.Handlers;

/// <summary>Handlers that are a value of an element: read, and written by the same rules as the argument of that kind.</summary>
public static class ElementValues
{
    /// <summary>Adds a value that can be read and written.</summary>
    /// <param name="handlers">The element's handlers.</param>
    /// <param name="element">The element.</param>
    /// <param name="name">The handler's name.</param>
    /// <param name="type">What is written to it.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Takes over a new value.</param>
    /// <param name="help">What it is.</param>
    public static void Value<T>(this HandlerTable handlers, Element element, string name, ArgumentType<T> type, Func<T> get, Action<T> set, string help)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        var flags = typeof(T) == typeof(bool) ? HandlerFlags.Checkbox : 0;
        handlers.Read(name, () => Format(get()), help, flags | HandlerFlags.Calm);
        handlers.Write(name, text => set(Parse(element, text, type)), help, flags);
    }

    /// <summary>Reads what was written to a handler of an element.</summary>
    /// <exception cref="HandlerException">It is something else.</exception>
    public static T Parse<T>(Element element, string text, ArgumentType<T> type)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(type);
        return type.Parse(text.Trim(), new ArgumentScope(element.Router, element), out var value)
            ? value
            : throw new HandlerException($"found `{text.Trim()}`, expected {type.Expected}");
    }

    /// <summary>A value as handlers show it.</summary>
    public static string Format<T>(T value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    /// <summary>A time in nanoseconds as handlers show it: in seconds.</summary>
    public static string FormatTime(long nanoseconds) =>
        ((decimal)nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);
}
