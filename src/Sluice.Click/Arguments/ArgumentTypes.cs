using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.Click.Arguments;

/// <summary>The kinds of arguments that elements have, with Click's spellings.</summary>
public static partial class ArgumentTypes
{
    /// <summary>The argument as it stands there, still quoted.</summary>
    public static readonly ArgumentType<string> Raw = new("an argument", static (text, _, out value) =>
    {
        value = text;
        return true;
    });

    /// <summary>A string: several words, quoted or not.</summary>
    public static readonly ArgumentType<string> String = new("a string", static (text, _, out value) =>
    {
        value = ArgumentText.UnquoteText(text);
        return true;
    });

    /// <summary>A word: a string without white space.</summary>
    public static readonly ArgumentType<string> Word = new("a word", static (text, _, out value) =>
    {
        value = ArgumentText.UnquoteText(text);
        return value.Length > 0 && ArgumentText.SplitWords(text).Count == 1;
    });

    /// <summary>Bytes: a string, with <c>\&lt;0a0b&gt;</c> for those that are no text.</summary>
    public static readonly ArgumentType<byte[]> Bytes = new("data", static (text, _, out value) =>
    {
        value = ArgumentText.Unquote(text);
        return true;
    });

    /// <summary>A truth.</summary>
    public static readonly ArgumentType<bool> Bool = new("true or false", static (text, _, out value) =>
    {
        value = text is "true" or "yes" or "1" or "t" or "y";
        return value || text is "false" or "no" or "0" or "f" or "n";
    });

    /// <summary>The name of an element of the router, looked up in the compound elements around first.</summary>
    public static readonly ArgumentType<Element> Element = new("the name of an element", static (text, scope, out value) =>
    {
        value = scope.Router.Find(ArgumentText.UnquoteText(text), scope.Element)!;
        return value is not null;
    });

    /// <summary>An annotation: its name, or an offset with an optional size, <c>20/4</c>; a size left out is 1.</summary>
    public static readonly ArgumentType<Annotation> Annotation = new("an annotation, such as PAINT or 20/4", TryParseAnnotation);

    /// <summary>One of the words that <paramref name="values"/> knows.</summary>
    public static ArgumentType<T> Choice<T>(IReadOnlyDictionary<string, T> values) =>
        new($"one of {string.Join(", ", values.Keys)}", (text, _, out value) => values.TryGetValue(text, out value!));

    /// <summary>An annotation of one of the sizes given.</summary>
    public static ArgumentType<Annotation> AnnotationOf(params int[] sizes) =>
        new($"an annotation of {string.Join(" or ", sizes)} byte{(sizes is [1] ? "" : "s")}", (text, scope, out value) =>
        {
            if (!TryParseAnnotation(text, scope, out value))
                return false;
            if (!text.Contains('/', StringComparison.Ordinal) && char.IsAsciiDigit(text[0]) && value.Offset + sizes[0] <= Annotations.Size)
                value = value with { Size = sizes[0] };
            return sizes.Contains(value.Size);
        });

    static bool TryParseAnnotation(string text, ArgumentScope scope, out Annotation value)
    {
        value = Annotations.All.FirstOrDefault(known => known.Name == text || known.Name + "_ANNO" == text)!;
        if (value is not null || scope.TryFind(text, out value))
            return true;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var size = 1;
        if (!TryParseInteger(slash < 0 ? text : text[..slash], out var offset)
            || (slash >= 0 && (!TryParseInteger(text[(slash + 1)..], out var length) || (size = (int)Int128.Clamp(length, 0, 99)) == 0))
            || offset < 0 || offset + size > Annotations.Size)
            return false;
        value = new Annotation(text, (int)offset, size);
        return true;
    }
}
