namespace Sluice.Chains.Code.Lowering;

/// <summary>Addresses that lowered code keeps in registers of its own while they hold.</summary>
enum PacketPointer
{
    /// <summary>The shared memory.</summary>
    Shared,

    /// <summary>The packet's first byte.</summary>
    Start,

    /// <summary>The byte behind the packet's last.</summary>
    End,

    /// <summary>The link-layer header.</summary>
    Mac,

    /// <summary>The network header.</summary>
    Network,

    /// <summary>The EtherType before the network header.</summary>
    EtherType,

    /// <summary>The transport header.</summary>
    Transport,

    /// <summary>Where <c>dataoff</c> points.</summary>
    Payload,

    /// <summary>No address: what the search for the transport header gave, its protocol and offset.</summary>
    TransportAnswer,
}
