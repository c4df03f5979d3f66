using Sluice.Chains.Code;

namespace Sluice.Chains.Semantics;

/// <summary>A header of a packet that scripts know by name.</summary>
/// <param name="Name">Its name in scripts.</param>
/// <param name="Layer">The layer it is on.</param>
/// <param name="Protocol">The EtherType or IP protocol number that announces it; −1 where it is always there.</param>
/// <param name="Fields">Its fields.</param>
sealed record PacketHeader(string Name, PacketLayer Layer, int Protocol, params PacketField[] Fields)
{
    /// <summary>The field of that name, or null.</summary>
    public PacketField? Find(string name) => Array.Find(Fields, field => field.Name == name);
}
