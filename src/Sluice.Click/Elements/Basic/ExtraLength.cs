using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary>The annotation that says how many bytes a packet stands for beside its own: a capture that kept only its beginning.</summary>
static unsafe class ExtraLength
{
    /// <summary>The annotation of a packet.</summary>
    public static ref uint Of(Packet packet) => ref *(uint*)(packet.Annotations + Annotations.ExtraLength.Offset);
}
