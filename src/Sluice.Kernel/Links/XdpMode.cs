namespace Sluice.Kernel.Links;

/// <summary>Where on its way an XDP program meets a packet.</summary>
public enum XdpMode
{
    /// <summary>In the driver if it can, else behind it.</summary>
    Auto,

    /// <summary>In the driver, before a socket buffer is made.</summary>
    Native,

    /// <summary>Behind the driver, on a socket buffer: works everywhere, and is slower.</summary>
    Generic,

    /// <summary>On the card.</summary>
    Offload,
}
