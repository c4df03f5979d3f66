using System.Buffers.Binary;
using Sluice.Chains.Code;

namespace Sluice.Chains.Deployment;

/// <summary>Puts the indices of interfaces in the place of their names.</summary>
public static class InterfaceNames
{
    /// <summary>The unit as a machine understands it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="find">The index of an interface, by its name.</param>
    public static ChainUnit Resolve(ChainUnit unit, Func<string, uint> find) =>
        unit with { Entries = [.. unit.Entries.Select(entry => entry.Interfaces.IsEmpty ? entry : Resolve(entry, find))] };

    static MapEntry Resolve(MapEntry entry, Func<string, uint> find)
    {
        byte[] key = [.. entry.Key], value = [.. entry.Value];
        foreach (var (isKey, offset, name) in entry.Interfaces)
            BinaryPrimitives.WriteUInt32LittleEndian((isKey ? key : value).AsSpan(offset), find(name));
        return entry with { Key = [.. key], Value = [.. value], Interfaces = [] };
    }
}
