using Sluice.Bpf.Assembly.Syntax;

namespace Sluice.Bpf.Assembly.Objects;

/// <summary>An attribute of a directive, read and written by one row: <c>NAME</c> or <c>NAME=VALUE</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasValue">Does a value follow?</param>
/// <param name="Read">The thing with the attribute applied, or null if the value is wrong (and noted).</param>
/// <param name="Write">The value as text, empty for an attribute without; null where it is not to be written.</param>
sealed record Attribute<T>(string Name, bool HasValue, Func<DirectiveReader, T, T?> Read, Func<T, string?> Write)
    where T : class
{
    /// <summary>Reads attributes to the end of the line into <paramref name="thing"/>; null if one is wrong.</summary>
    public static T? ReadAll(DirectiveReader reader, T? thing, IReadOnlyList<Attribute<T>> attributes)
    {
        while (thing is not null && !reader.IsAtEnd)
        {
            var word = reader.Current.Text;
            if (attributes.FirstOrDefault(known => known.Name == word) is not { } attribute)
            {
                var names = attributes.Select(known => known.Name);
                reader.Fail($"an attribute ({string.Join(", ", names)})", Spelling.Closest(word, names));
                return null;
            }

            reader.Accept(word);
            if (attribute.HasValue && !reader.Expect("="))
                return null;
            thing = attribute.Read(reader, thing);
        }

        return thing;
    }

    /// <summary>The attributes of <paramref name="thing"/>, each with a blank before it.</summary>
    public static string WriteAll(T thing, IReadOnlyList<Attribute<T>> attributes) => string.Concat(
        from attribute in attributes
        let value = attribute.Write(thing)
        where value is not null
        select attribute.HasValue ? $" {attribute.Name}={value}" : $" {attribute.Name}");
}
