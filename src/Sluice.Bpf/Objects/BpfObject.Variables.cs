using System.Runtime.InteropServices;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Btf.Values;

namespace Sluice.Bpf.Objects;

public sealed partial record BpfObject
{
    /// <summary>The variable called <paramref name="name"/>, or null.</summary>
    public VariableSpec? FindVariable(string name) => Variables.FirstOrDefault(variable => variable.Name == name);

    /// <summary>A copy in which a global variable has another value from the start.</summary>
    /// <typeparam name="T">A type of the variable's size, laid out as in C.</typeparam>
    /// <exception cref="BpfVariableException">There is no such variable, or its size is another.</exception>
    public BpfObject With<T>(string variable, T value)
        where T : unmanaged => With(variable, MemoryMarshal.CreateReadOnlySpan(ref value, 1));

    /// <summary>A copy in which a global array has other values from the start.</summary>
    /// <typeparam name="T">The elements' type, laid out as in C.</typeparam>
    /// <exception cref="BpfVariableException">There is no such variable, or its size is another.</exception>
    public BpfObject With<T>(string variable, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var spec = RequireVariable(variable);
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length != spec.Size)
        {
            var what = values.Length == 1 ? typeof(T).Name : $"{values.Length} of {typeof(T).Name}";
            throw new BpfVariableException(Name, variable, $"{bytes.Length} bytes ({what})", $"the variable's {spec.Size}");
        }

        if (IsBigEndian == BitConverter.IsLittleEndian)
            throw new BpfVariableException(Name, variable, "an object of the other byte order", "one of this machine's");
        return WithBytes(spec, bytes);
    }

    /// <summary>A copy in which a global variable has another value from the start, given as its type is written.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="text">A number, an address, an enumerator, text, or JSON for structs and arrays; bytes in hexadecimal
    /// where the type is not known. What the formatter of values writes is taken back.</param>
    /// <exception cref="BpfVariableException">There is no such variable, or the text is no value of its type.</exception>
    public BpfObject WithText(string variable, string text)
    {
        var spec = RequireVariable(variable);
        try
        {
            return WithBytes(spec, new BtfValueParser(spec.Type, spec.Size, isBigEndian: IsBigEndian).Parse(text));
        }
        catch (BtfValueException error)
        {
            var path = error.Path is "" or ['[', ..] ? error.Path : $".{error.Path}";
            throw new BpfVariableException(Name, variable + path, error.Found, error.Expected);
        }
    }

    VariableSpec RequireVariable(string name)
    {
        VariableSpec? found = null;
        foreach (var variable in Variables)
        {
            if (variable.Name != name)
                continue;
            if (found is not null)
                throw new BpfVariableException(Name, name, "two static variables of this name", "one");
            found = variable;
        }

        return found ?? throw Unknown(name);
    }

    BpfVariableException Unknown(string name)
    {
        var names = Variables.Select(variable => variable.Name);
        return new(Name, name, "no such variable", Spelling.Closest(name, names) is { } closest
            ? $"'{closest}'"
            : Variables.IsEmpty ? "none: the object has no global variables" : $"one of {string.Join(", ", names)}");
    }

    BpfObject WithBytes(VariableSpec variable, ReadOnlySpan<byte> value)
    {
        var map = FindMap(variable.Map)!;
        var data = map.InitialData.ToArray();
        value.CopyTo(data.AsSpan(variable.Offset, variable.Size));
        return this with
        {
            Maps = Maps.Replace(map, map with { InitialData = ImmutableCollectionsMarshal.AsImmutableArray(data) }),
            Variables = variable.IsUnresolved ? Variables.Replace(variable, variable with { IsUnresolved = false }) : Variables,
        };
    }
}
