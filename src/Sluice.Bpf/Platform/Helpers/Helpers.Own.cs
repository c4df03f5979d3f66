namespace Sluice.Bpf.Platform;

// Sluice's own helpers: in process only, from OwnBase on.
public static partial class Helpers
{
    /// <summary>
    /// <c>long bpf_packet_add_space(s32 head, s32 tail)</c>: makes the packet longer (or shorter, where negative) by so many
    /// bytes at its front and at its end. New bytes are zero. An error changes nothing.
    /// </summary>
    /// <remarks>Network Function Virtualization with UniBPF, section 5.3.4.1. The number is our own: the thesis names none, and
    /// what its published programs have is another helper's in Linux (<see cref="Objects.PublishedRewriters"/>).</remarks>
    public static readonly Helper PacketAddSpace = Add(new(OwnBase, "packet_add_space", Returns.Error, Arg.Any, Arg.Any)
    {
        Programs = [ProgramType.ClickRewriter],
        Effects = Effects.MovesPacket,
    });
}
