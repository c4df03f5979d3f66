using Sluice.Runtime.Maps;

namespace Sluice.Bench.Programs;

/// <summary>One program and the traffic that it is measured with.</summary>
/// <param name="Name">What the table calls it; the program, its source and the native function have the name of its last word.</param>
/// <param name="Packet">The packet of every run.</param>
sealed record Scenario(string Name, byte[] Packet)
{
    /// <summary>The function and the source file.</summary>
    public string Function => Name.Split(' ')[0];

    /// <summary>Where in the packet an IPv4 address changes from run to run; -1 if every run is the same.</summary>
    public int AddressOffset { get; init; } = -1;

    /// <summary>The addresses it changes through, as they stand in the packet.</summary>
    public uint[] Addresses { get; init; } = [];

    /// <summary>Fills the maps of an engine.</summary>
    public Action<Func<string, RuntimeMap>>? Fill { get; init; }

    /// <summary>Fills the tables of the native library.</summary>
    public Action<HostLibrary>? FillNative { get; init; }

    public override string ToString() => Name;
}
